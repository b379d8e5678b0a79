package io.flowscope.server.http;

import io.flowscope.engine.core.Engine;
import io.flowscope.server.Storage;
import io.flowscope.server.access.Audit;
import io.flowscope.server.access.ClientKeys;
import io.flowscope.server.access.KeyFiles;
import io.flowscope.server.access.LoginLinks;
import io.flowscope.server.access.Sessions;
import io.flowscope.server.backup.BackupWriter;
import io.flowscope.server.connect.Connections;
import io.flowscope.server.payload.ServerPayloads;
import io.flowscope.server.process.Deployment;
import io.flowscope.server.swf.SwfHandler;
import io.flowscope.web.Pages;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * What the HTTP server needs from the rest of the program, and how its own parts hang together.
 *
 * @param storage whether it can be written
 * @param connections where executions run
 * @param swf the SWF endpoint
 * @param hosts names and addresses under which it may be called
 * @param dataFolder the data folder as it was given on the command line, for messages
 * @param data the data folder
 * @param uploads the folder for uploads while they come in
 * @param largestUpload in bytes
 * @param pace the least pause between two live messages
 * @param runsKept how many folded histories are kept
 * @param payloads the large values
 */
public record WebWiring(
    Engine engine,
    Storage storage,
    Connections connections,
    Deployment deployment,
    SwfHandler swf,
    KeyFiles keys,
    ClientKeys clientKeys,
    Sessions sessions,
    LoginLinks links,
    Audit audit,
    InstantSource clock,
    SecureRandom random,
    String version,
    Readiness readiness,
    Set<String> hosts,
    String dataFolder,
    Path data,
    Path uploads,
    long largestUpload,
    Duration pace,
    int runsKept,
    ServerPayloads payloads) {

  /** Puts the server together. */
  public WebServer build() {
    Calls calls = new Calls(connections, new LargeValues(payloads));
    Runs runs = new Runs(calls, pace, runsKept);
    Executions executions = new Executions(calls);
    Commands commands = new Commands(calls, engine, runs, audit);
    Moves moves = new Moves(commands, deployment);
    Starter starter = new Starter(deployment.catalogue(), calls, deployment::prepare, random);
    Rows rows = new Rows(runs, clock);
    Frame frame = new Frame(new Pages(), clock, version, connections, storage);
    Diagrams diagrams = new Diagrams(runs, clock);
    Guard guard = new Guard(sessions, keys);
    ExecutionPages executionPages =
        new ExecutionPages(commands, frame, runs, new Histories(calls), diagrams, deployment);
    return new WebServer(
        new WebServer.Parts(
            hosts,
            readiness,
            largestUpload,
            uploads.toString(),
            guard,
            runs,
            swf,
            frame,
            new LoginPages(frame, guard, links, keys, dataFolder),
            new LoginApi(links),
            new BackupApi(new BackupWriter(data, engine::dump, version, clock), audit),
            new KeysApi(clientKeys, audit),
            new HealthApi(storage, swf),
            new HomePages(frame, calls, executions, runs, rows, deployment),
            new WorkflowPages(
                frame,
                deployment,
                starter,
                calls,
                executions,
                runs,
                largestUpload,
                LoginPages.tokenFile(dataFolder),
                audit),
            new ExecutionsPages(frame, calls, executions, rows),
            executionPages,
            new ActionPages(frame, executionPages, commands, moves),
            new WorkerPages(frame, deployment, engine),
            new JarsApi(deployment, audit),
            new ExecutionsApi(starter, executions, audit, clock),
            new ExecutionApi(runs, calls, commands, moves, deployment.catalogue(), clock),
            new StreamApi(runs, guard),
            diagrams));
  }
}
