"""A server on loopback that answers byte by byte as a test wishes."""

import contextlib
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

OK = b"HTTP/1.1 200 OK\r\n"


class RudeServer:
    """Accepts connections and hands each, with the request's head, to a function."""

    def __init__(self, answer, context=None):
        self.requests = []
        self.connections = 0
        self.stopping = threading.Event()
        self._answer = answer
        self._context = context
        self._open = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def port(self):
        return self._listener.getsockname()[1]

    def url(self, path="/", scheme="http", host="127.0.0.1"):
        return f"{scheme}://{host}:{self.port}{path}"

    def stop(self):
        self.stopping.set()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def _accept(self):
        while not self.stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection):
        connection.settimeout(5)
        with contextlib.suppress(OSError), self._wrapped(connection) as wrapped:
            self._open.append(wrapped)
            while (request := _read_request(wrapped)) and not self.stopping.is_set():
                self.requests.append(request)
                if self._answer(wrapped, request) is not True:
                    return

    def _wrapped(self, connection):
        if self._context is None:
            return connection
        return self._context.wrap_socket(connection, server_side=True)


def _read_request(connection):
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        if not piece:
            return b""
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        (
            int(line[15:])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def reply(body=b"ok", head=b"", status=b"200 OK"):
    """Make an answer of known length that keeps the connection."""

    def answer(connection, _request):
        length = str(len(body)).encode()
        connection.sendall(
            b"HTTP/1.1 "
            + status
            + b"\r\nContent-Length: "
            + length
            + b"\r\n"
            + head
            + b"\r\n"
            + body
        )
        return True

    return answer


def raw(*pieces):
    """Send these bytes and close."""

    def answer(connection, _request):
        for piece in pieces:
            connection.sendall(piece)

    return answer


def drip(server_of, prefix, piece, pause=0.02):
    """Send a beginning, then a piece again and again until the client or the test has enough."""

    def answer(connection, _request):
        connection.sendall(prefix)
        while not server_of().stopping.wait(pause):
            connection.sendall(piece)

    return answer


def context_for(folder, name):
    """Make a TLS context whose certificate is for ``name``, and the file that trusts it."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    _write_certificate(certificate, key, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate


def _write_certificate(certificate, key, name):
    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
