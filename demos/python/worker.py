"""An activity worker in Python, with boto3 and nothing of Flowscope.

usage: worker.py [DOMAIN [TASK_LIST]]        (default: default python)

It polls a task list for the tasks of TASKS below, carries them out one at a time, and beats a heart
while it does. Endpoint, key and region come from the environment, as README.md tells.

A task's input is a JSON array of its arguments, its result is JSON; docs/JSON.md has all forms.
"""

import json
import os
import random
import sys
import threading
import time
import traceback

import boto3
import botocore.config

BEAT_SECONDS = 2  # a third of the task's heartbeat timeout, or less
LONGEST_REASON = 256
LONGEST_TEXT = 32_768


class Canceled(Exception):
    """The workflow does not want the task any more."""


class Heart(threading.Thread):
    """Tells that the task is alive and how far it is, and hears whether it should go on."""

    def __init__(self, swf, token):
        super().__init__(daemon=True)
        self.swf, self.token = swf, token
        self.progress, self.canceled = None, False
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(BEAT_SECONDS):
            try:
                answer = self.swf.record_activity_task_heartbeat(
                    taskToken=self.token, details=json.dumps(self.progress)
                )
                self.canceled = answer["cancelRequested"]
            except self.swf.exceptions.UnknownResourceFault:
                self.canceled = True  # it timed out, or its workflow has closed
            except Exception as e:  # the next beat tells
                print("a heartbeat was lost:", e, file=sys.stderr)

    def beat(self, progress):
        """To be called now and then by tasks that take long."""
        self.progress = progress
        if self.canceled:
            raise Canceled()


def summarize(heart, numbers):
    mean = sum(numbers) / len(numbers)
    deviation = (sum((n - mean) ** 2 for n in numbers) / len(numbers)) ** 0.5
    return {"count": len(numbers), "mean": mean, "deviation": deviation}


def histogram(heart, numbers, bins):
    if bins < 1:
        raise ValueError("%d bins; at least one is needed" % bins)
    least, most = min(numbers), max(numbers)
    counts = [0] * bins
    for n in numbers:
        counts[min(bins - 1, int((n - least) / (most - least) * bins))] += 1
    return counts


def throw_darts(heart, seconds):
    end = time.monotonic() + seconds
    thrown = hit = 0
    while thrown == 0 or time.monotonic() < end:
        for _ in range(10_000):
            hit += random.random() ** 2 + random.random() ** 2 < 1
        thrown += 10_000
        heart.beat({"thrown": thrown})
    return 4 * hit / thrown


TASKS = {
    "Statistics.summarize": summarize,
    "Statistics.histogram": histogram,
    "Statistics.throwDarts": throw_darts,
}


def outcome(swf, heart, task):
    """What SWF is to be told, and by which call."""
    try:
        code = TASKS[task["activityType"]["name"]]
        result = json.dumps(code(heart, *json.loads(task.get("input") or "[]")))
        if len(result) > LONGEST_TEXT:
            raise ValueError("the result has %d characters; SWF takes %d" % (len(result), LONGEST_TEXT))
        return swf.respond_activity_task_completed, {"result": result}
    except Canceled:
        return swf.respond_activity_task_canceled, {}
    except Exception as e:
        return swf.respond_activity_task_failed, {
            "reason": ("%s: %s" % (type(e).__name__, e))[:LONGEST_REASON],
            "details": traceback.format_exc()[-LONGEST_TEXT:],
        }


def carry_out(swf, task):
    heart = Heart(swf, task["taskToken"])
    heart.start()
    try:
        respond, what = outcome(swf, heart, task)
        respond(taskToken=task["taskToken"], **what)
    except swf.exceptions.UnknownResourceFault:
        # It timed out, or its workflow has closed.
        print("nobody waits for %s any more" % task["activityId"], file=sys.stderr)
    finally:
        heart.over.set()


def main(domain="default", task_list="python"):
    swf = boto3.client(
        "swf",
        region_name=os.environ.get("AWS_DEFAULT_REGION", "us-east-1"),
        endpoint_url=os.environ.get("FLOWSCOPE_ENDPOINT", "http://127.0.0.1:7070"),
        # SWF holds a poll for up to 60 s.
        config=botocore.config.Config(read_timeout=70),
    )
    print("working on the task list %s of the domain %s" % (task_list, domain), flush=True)
    while True:
        task = swf.poll_for_activity_task(
            domain=domain, taskList={"name": task_list}, identity="python-%d" % os.getpid()
        )
        if task.get("taskToken"):
            carry_out(swf, task)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except KeyboardInterrupt:
        pass
