"""A process that is to be started."""

STUDENT, REAPER = 0, 1
DESCRIPTORS = 7  # of a process; see the documentation of the package


class Start:
    """What a reaper and its student know when they are forked."""

    def __init__(self, request=None, descriptors=None, refuse=None):
        self.request, self.descriptors = request, descriptors
        self.refuse = refuse  # what the kernel is to refuse to the student, see linux.confine
        self.namespaced = False  # the reaper is the first of its own pid namespace
        self.single = bool(request and request.get("terminal"))

    def take(self, who):
        """Make sure that the request is known. False if there will be none."""
        return True
