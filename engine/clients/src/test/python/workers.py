"""A decider and two activity workers in boto3, as people write them, run three orders at once.

usage: workers.py DOMAIN

Everything that polls waits for work in long polls; nothing sleeps. Ends with 0 when all is well.
"""

import json
import os
import sys
import threading

import boto3
import botocore.config
import botocore.exceptions

ORDERS = 3
DOMAIN = sys.argv[1]


def client():
    # docs/SWF.md shows the lines from here ...
    return boto3.client(
        "swf",
        region_name="us-east-1",
        endpoint_url=os.environ["FLOWSCOPE_ENDPOINT"],
        config=botocore.config.Config(read_timeout=70, retries={"max_attempts": 2}),
    )
    # ... to here.


def register(swf):
    swf.register_domain(name=DOMAIN, workflowExecutionRetentionPeriodInDays="1")
    try:
        swf.register_domain(name=DOMAIN, workflowExecutionRetentionPeriodInDays="1")
        raise AssertionError("a domain was registered twice")
    except swf.exceptions.DomainAlreadyExistsFault as e:
        assert e.response["Error"]["Message"] == DOMAIN, e
        assert e.response["ResponseMetadata"]["RequestId"], e
    swf.register_workflow_type(
        domain=DOMAIN,
        name="Order",
        version="1",
        defaultTaskList={"name": "deciders"},
        defaultExecutionStartToCloseTimeout="120",
        defaultTaskStartToCloseTimeout="30",
        defaultChildPolicy="TERMINATE",
    )
    for name in "Pack", "Ship":
        swf.register_activity_type(
            domain=DOMAIN,
            name=name,
            version="1",
            defaultTaskList={"name": name.lower()},
            defaultTaskStartToCloseTimeout="30",
            defaultTaskScheduleToStartTimeout="60",
            defaultTaskScheduleToCloseTimeout="90",
            defaultTaskHeartbeatTimeout="NONE",
        )


def history(swf, task, paginate):
    """All events of a decision task, page by page."""
    events = list(task["events"])
    while task.get("nextPageToken"):
        task = swf.poll_for_decision_task(
            **paginate, nextPageToken=task["nextPageToken"], maximumPageSize=4
        )
        events += task["events"]
    assert [e["eventId"] for e in events] == list(range(1, len(events) + 1))
    return events


def schedule(name, number, text):
    return {
        "decisionType": "ScheduleActivityTask",
        "scheduleActivityTaskDecisionAttributes": {
            "activityType": {"name": name, "version": "1"},
            "activityId": "%s-%d" % (name, number),
            "input": text,
        },
    }


def decisions(events):
    """Packs, tries again once if that fails, waits a second, ships, and ends."""
    last = [e for e in events if not e["eventType"].startswith("DecisionTask")][-1]
    kind = last["eventType"]
    started = events[0]["workflowExecutionStartedEventAttributes"]
    if kind == "WorkflowExecutionStarted":
        return [schedule("Pack", 1, started["input"])]
    if kind == "ActivityTaskFailed":
        assert last["activityTaskFailedEventAttributes"]["reason"] == "dropped it"
        return [schedule("Pack", 2, started["input"])]
    if kind == "ActivityTaskCompleted":
        result = last["activityTaskCompletedEventAttributes"]["result"]
        if result.startswith("packed"):
            timer = {"timerId": "rest", "startToFireTimeout": "1", "control": result}
            return [{"decisionType": "StartTimer", "startTimerDecisionAttributes": timer}]
        end = {"result": result}
        return [
            {
                "decisionType": "CompleteWorkflowExecution",
                "completeWorkflowExecutionDecisionAttributes": end,
            }
        ]
    if kind == "TimerFired":
        timer = [e for e in events if e["eventType"] == "TimerStarted"][-1]
        return [schedule("Ship", 1, timer["timerStartedEventAttributes"]["control"])]
    raise AssertionError(kind)


def decider(failures, done):
    try:
        swf = client()
        poll = {"domain": DOMAIN, "taskList": {"name": "deciders"}, "identity": "decider"}
        open_orders = ORDERS
        while open_orders:
            task = swf.poll_for_decision_task(**poll, maximumPageSize=4)
            if task.get("taskToken"):
                made = decisions(history(swf, task, poll))
                swf.respond_decision_task_completed(taskToken=task["taskToken"], decisions=made)
                open_orders -= made[0]["decisionType"] == "CompleteWorkflowExecution"
    except BaseException as e:
        failures.append(e)
    finally:
        done.set()


def worker(name, failures, done):
    try:
        swf = client()
        attempts = 0
        while not done.is_set():
            task = swf.poll_for_activity_task(
                domain=DOMAIN, taskList={"name": name}, identity="worker " + name
            )
            token = task.get("taskToken")
            if not token:
                assert task["startedEventId"] == 0
                continue
            attempts += 1
            beat = swf.record_activity_task_heartbeat(taskToken=token, details="half")
            assert beat["cancelRequested"] is False
            if name == "pack" and attempts == 1:
                swf.respond_activity_task_failed(taskToken=token, reason="dropped it")
            else:
                result = {"pack": "packed ", "ship": "shipped "}[name] + task["input"]
                swf.respond_activity_task_completed(taskToken=token, result=result)
            try:
                swf.respond_activity_task_completed(taskToken=token, result="again")
                raise AssertionError("a token was accepted twice")
            except swf.exceptions.UnknownResourceFault:
                pass
    except BaseException as e:
        failures.append(e)


def main():
    swf = client()
    register(swf)
    failures, done = [], threading.Event()
    threads = [threading.Thread(target=decider, args=(failures, done))]
    threads += [threading.Thread(target=worker, args=(n, failures, done)) for n in ("pack", "ship")]
    for thread in threads:
        thread.start()
    for n in range(ORDERS):
        # docs/SWF.md shows the lines from here ...
        run = swf.start_workflow_execution(
            domain=DOMAIN,
            workflowId="order-%d" % n,
            workflowType={"name": "Order", "version": "1"},
            input="order %d \u00fc\U0001f600" % n,
        )
        print("started", run["runId"])
        # ... to here.
        try:
            swf.start_workflow_execution(
                domain=DOMAIN, workflowId="order-%d" % n, workflowType={"name": "None", "version": "1"}
            )
            raise AssertionError("an unknown type was started")
        except (
            swf.exceptions.UnknownResourceFault,
            swf.exceptions.WorkflowExecutionAlreadyStartedFault,
        ):
            pass
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]

    try:
        swf.start_workflow_execution(domain=DOMAIN)
        raise AssertionError("boto3 checks what is required by itself")
    except botocore.exceptions.ParamValidationError:
        pass

    pages = swf.get_paginator("list_closed_workflow_executions").paginate(
        domain=DOMAIN, startTimeFilter={"oldestDate": 0}, maximumPageSize=2
    )
    closed = [info for page in pages for info in page["executionInfos"]]
    assert len(closed) == ORDERS, closed
    assert {info["closeStatus"] for info in closed} == {"COMPLETED"}
    failed = 0
    for info in closed:
        pages = swf.get_paginator("get_workflow_execution_history").paginate(
            domain=DOMAIN, execution=info["execution"], maximumPageSize=5
        )
        events = [event for page in pages for event in page["events"]]
        assert [e["eventId"] for e in events] == list(range(1, len(events) + 1))
        text = events[0]["workflowExecutionStartedEventAttributes"]["input"]
        result = events[-1]["workflowExecutionCompletedEventAttributes"]["result"]
        assert result == "shipped packed " + text, result
        assert all(
            later["eventTimestamp"] >= earlier["eventTimestamp"]
            for earlier, later in zip(events, events[1:])
        )
        failed += sum(e["eventType"] == "ActivityTaskFailed" for e in events)
    assert failed == 1, failed
    print(json.dumps({"closed": len(closed), "failed": failed}))


main()
