"""A mail server on loopback that answers as a test wishes."""

from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class PostOffice(Controller):
    """Takes e-mails, unless ``answers`` holds something else to say to a command.

    ``answers`` is ``{command: [reply, …]}``, used up from the front; recipients may be named.
    """

    def __init__(self, **answers):
        self.answers = answers
        self.taken = []
        self.connections = 0
        super().__init__(self, hostname="127.0.0.1", port=0)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def factory(self):
        self.connections += 1
        return super().factory()

    @property
    def messages(self):
        """What was taken, read."""
        return [message_from_bytes(each.content, policy=policy.default) for each in self.taken]

    def _say(self, command, server, usual="250 OK"):
        replies = self.answers.get(command)
        reply = replies.pop(0) if replies else usual
        if reply == "hang up":
            server.transport.close()
        return reply

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        reply = self._say(address, server, "") or self._say("rcpt", server)
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_NOOP(self, server, session, envelope, argument):  # noqa: N802
        return self._say("noop", server)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        reply = self._say("data", server)
        if reply.startswith("250"):
            self.taken.append(envelope)
        return reply
