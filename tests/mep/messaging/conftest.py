from tests.mep.messaging.scripted import scripted

__all__ = ["scripted"]
