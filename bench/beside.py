"""The slowest detaches while others read: reads run in the same process and must not hold the writer up."""

from bench.figures import Figure, percentile
from bench.load import drive, raw
from bench.run import Run
from bench.stage import staged

READERS = 8

WRITERS = 4


def measure(run: Run) -> list[Figure]:
    """The p99 of detaches beside readers over their p99 alone."""
    users = 320 if run.quick else 640
    alone: list[float] = []
    beside: list[float] = []
    with run.folder() as folder, staged(folder, users) as stage:
        reads = [raw(stage.address, stage.look(user)) for user in stage.users[:READERS]]
        for _ in range(run.rounds):
            for readers, seconds in (([], alone), (reads, beside)):
                drive(stage.address, stage.queues("attach-user"))
                calls = [call for queue in stage.queues("detach-user") for call in queue]
                queues = [calls[at::WRITERS] for at in range(WRITERS)]
                heard = drive(stage.address, queues, beside=readers)
                seconds.append(percentile(heard.latencies, 0.99))
    return [
        Figure(
            name="p99",
            what=f"p99 of detaches by {WRITERS} clients while {READERS} read / while nobody reads",
            rounds=tuple(one / other for one, other in zip(beside, alone, strict=True)),
            facts={"alone ms": 1000 * min(alone), "beside ms": 1000 * min(beside)},
        )
    ]
