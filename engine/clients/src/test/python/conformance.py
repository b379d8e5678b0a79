"""Runs the steps of conformance.json with boto3 or with the AWS command line, and writes what was
answered, one JSON object a line.

usage: conformance.py boto3|awscli STEPS DOMAIN OUT

The endpoint is in FLOWSCOPE_ENDPOINT; key and secret are where AWS's clients look for them.
"""

import contextlib
import datetime
import io
import json
import os
import re
import sys
import time


def filled(value, known):
    """The value with ${name} replaced by what is known under that name."""
    if isinstance(value, dict):
        return {name: filled(member, known) for name, member in value.items()}
    if isinstance(value, list):
        return [filled(member, known) for member in value]
    if isinstance(value, str):
        whole = re.fullmatch(r"\$\{(\w+)}", value)
        if whole:
            return known[whole.group(1)]
        return re.sub(r"\$\{(\w+)}", lambda name: known[name.group(1)], value)
    return value


def plain(value):
    """An answer as the wire has it: times are seconds since 1970."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if k != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(member) for member in value]
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    return value


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def boto3_caller(endpoint):
    import boto3
    import botocore.config

    client = boto3.client(
        "swf",
        region_name="us-east-1",
        endpoint_url=endpoint,
        config=botocore.config.Config(
            parameter_validation=False, read_timeout=70, retries={"max_attempts": 0}
        ),
    )

    def call(action, given):
        try:
            return {"answer": plain(getattr(client, snake(action))(**given))}
        except client.exceptions.ClientError as e:
            error = e.response["Error"]
            modelled = hasattr(client.exceptions, error["Code"])
            if modelled and not isinstance(e, getattr(client.exceptions, error["Code"])):
                raise AssertionError("%s came as %s" % (error["Code"], type(e)))
            if error["Code"].endswith("Fault") and not modelled:
                raise AssertionError("%s is no exception of boto3" % error["Code"])
            return {
                "fault": error["Code"],
                "message": error["Message"],
                "status": e.response["ResponseMetadata"]["HTTPStatusCode"],
            }

    return call


def awscli_caller(endpoint):
    """The command line's own entry, called in this process: starting it 130 times takes minutes."""
    import awscli.clidriver

    driver = awscli.clidriver.create_clidriver()

    def call(action, given):
        out, err = io.StringIO(), io.StringIO()
        out.buffer = io.BytesIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = driver.main(
                ["swf", snake(action).replace("_", "-"), "--endpoint-url", endpoint]
                + ["--no-paginate", "--cli-input-json", json.dumps(given)]
            )
        text = out.getvalue() + out.buffer.getvalue().decode()
        if code == 0:
            return {"answer": json.loads(text) if text.strip() else {}}
        error = re.search(
            r"An error occurred \((\w+)\) when calling the (\w+) operation[^:]*(?:: \d+\))?: (.*)",
            err.getvalue(),
            re.DOTALL,
        )
        if error is None or error.group(2) != action:
            raise AssertionError("%s: %r %r" % (action, code, err.getvalue()))
        return {"fault": error.group(1), "message": error.group(3).strip(), "status": 400}

    return call


def main(kind, steps, domain, out):
    caller = {"boto3": boto3_caller, "awscli": awscli_caller}[kind]
    call = caller(os.environ["FLOWSCOPE_ENDPOINT"])
    known = {"domain": domain, "hourAgo": int(time.time()) - 3600}
    with open(steps, encoding="utf-8") as file, open(out, "w", encoding="utf-8") as to:
        for step in json.load(file):
            answer = call(step["call"], filled(step["with"], known))
            for name, pointer in step.get("keep", {}).items():
                value = answer.get("answer", {})
                for part in pointer.strip("/").split("/"):
                    value = value.get(part) if isinstance(value, dict) else None
                known[name] = value
            to.write(json.dumps(answer) + "\n")
            to.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
