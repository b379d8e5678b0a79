-- H2 2.4.240;
CREATE CACHED TABLE "PUBLIC"."META"(
    "NAME" CHARACTER VARYING NOT NULL,
    "VAL" BIGINT NOT NULL
);
ALTER TABLE "PUBLIC"."META" ADD CONSTRAINT "PUBLIC"."CONSTRAINT_2" PRIMARY KEY("NAME");
-- 5 +/- SELECT COUNT(*) FROM PUBLIC.META;
INSERT INTO "PUBLIC"."META" VALUES
('schema', 2),
('events', 17),
('batches', 14),
('runs', 4),
('purged', 0);
CREATE CACHED TABLE "PUBLIC"."OPEN_RUNS"(
    "NUMBER" BIGINT NOT NULL
);
ALTER TABLE "PUBLIC"."OPEN_RUNS" ADD CONSTRAINT "PUBLIC"."CONSTRAINT_4" PRIMARY KEY("NUMBER");
-- 3 +/- SELECT COUNT(*) FROM PUBLIC.OPEN_RUNS;
INSERT INTO "PUBLIC"."OPEN_RUNS" VALUES
(2),
(3),
(4);
CREATE CACHED TABLE "PUBLIC"."EVENTS"(
    "PLACE" BIGINT NOT NULL,
    "AT" BIGINT NOT NULL,
    "BODY" CHARACTER VARYING NOT NULL,
    "SUM" BINARY(16) NOT NULL
);
ALTER TABLE "PUBLIC"."EVENTS" ADD CONSTRAINT "PUBLIC"."CONSTRAINT_7" PRIMARY KEY("PLACE");
-- 17 +/- SELECT COUNT(*) FROM PUBLIC.EVENTS;
INSERT INTO "PUBLIC"."EVENTS" VALUES
(16777217, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"WorkflowExecutionStarted","eventId":1,"workflowExecutionStartedEventAttributes":{"input":"[]","executionStartToCloseTimeout":"3600","taskStartToCloseTimeout":"30","childPolicy":"TERMINATE","taskList":{"name":"decisions"},"workflowType":{"name":"W","version":"1"},"parentInitiatedEventId":0}}', X'c79c13e5a6772db8065ae0811fcee117'),
(16777218, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"DecisionTaskScheduled","eventId":2,"decisionTaskScheduledEventAttributes":{"taskList":{"name":"decisions"},"startToCloseTimeout":"30","scheduleToStartTimeout":"NONE"}}', X'b7ce46473b2088beeda5d42bd35dbd99'),
(16777219, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"DecisionTaskStarted","eventId":3,"decisionTaskStartedEventAttributes":{"identity":"decider","scheduledEventId":2}}', X'28f5b4244560b099d505f0f2c7b7d9d5'),
(16777220, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"DecisionTaskCompleted","eventId":4,"decisionTaskCompletedEventAttributes":{"scheduledEventId":2,"startedEventId":3}}', X'937e5666e781233a520b5873676d803f'),
(16777221, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"WorkflowExecutionCompleted","eventId":5,"workflowExecutionCompletedEventAttributes":{"result":"done","decisionTaskCompletedEventId":4}}', X'6de0b2f270e688704f316226fee8f0c1'),
(33554433, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"WorkflowExecutionStarted","eventId":1,"workflowExecutionStartedEventAttributes":{"input":"[]","executionStartToCloseTimeout":"3600","taskStartToCloseTimeout":"30","childPolicy":"TERMINATE","taskList":{"name":"decisions"},"workflowType":{"name":"W","version":"1"},"parentInitiatedEventId":0}}', X'd3a15a08e98d799a79efc26b0476282b'),
(33554434, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"DecisionTaskScheduled","eventId":2,"decisionTaskScheduledEventAttributes":{"taskList":{"name":"decisions"},"startToCloseTimeout":"30","scheduleToStartTimeout":"NONE"}}', X'30323786db244e42655ca0e4be71dd90'),
(33554435, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"DecisionTaskStarted","eventId":3,"decisionTaskStartedEventAttributes":{"identity":"decider","scheduledEventId":2}}', X'adfdfa57c59ab969d5f3312850d2181a'),
(50331649, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"WorkflowExecutionStarted","eventId":1,"workflowExecutionStartedEventAttributes":{"input":"[]","executionStartToCloseTimeout":"3600","taskStartToCloseTimeout":"30","childPolicy":"TERMINATE","taskList":{"name":"decisions"},"workflowType":{"name":"W","version":"1"},"parentInitiatedEventId":0}}', X'06109656015acf04a47c488e7bcc6797'),
(50331650, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"DecisionTaskScheduled","eventId":2,"decisionTaskScheduledEventAttributes":{"taskList":{"name":"decisions"},"startToCloseTimeout":"30","scheduleToStartTimeout":"NONE"}}', X'01d078afa07c8d107cef43cfd338b5db'),
(50331651, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"DecisionTaskStarted","eventId":3,"decisionTaskStartedEventAttributes":{"identity":"decider","scheduledEventId":2}}', X'07f4a078c30fabf1bbaed6181a737dc2'),
(50331652, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"DecisionTaskCompleted","eventId":4,"decisionTaskCompletedEventAttributes":{"scheduledEventId":2,"startedEventId":3}}', X'8a06a22ffc347465e1a83b8061948bc1'),
(50331653, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"ActivityTaskScheduled","eventId":5,"activityTaskScheduledEventAttributes":{"activityType":{"name":"A","version":"1"},"activityId":"a","input":"[\"a\"]","scheduleToStartTimeout":"NONE","scheduleToCloseTimeout":"NONE","startToCloseTimeout":"60","taskList":{"name":"activities"},"decisionTaskCompletedEventId":4,"heartbeatTimeout":"NONE"}}', X'c171bdd614d39f2c73a404bb7b1057ea'),
(50331654, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"ActivityTaskStarted","eventId":6,"activityTaskStartedEventAttributes":{"identity":"worker","scheduledEventId":5}}', X'2c4b8d3cc950493b2d3bed4e1f13ddbd');
INSERT INTO "PUBLIC"."EVENTS" VALUES
(67108865, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"WorkflowExecutionStarted","eventId":1,"workflowExecutionStartedEventAttributes":{"input":"[]","executionStartToCloseTimeout":"3600","taskStartToCloseTimeout":"30","childPolicy":"TERMINATE","taskList":{"name":"decisions"},"workflowType":{"name":"W","version":"1"},"parentInitiatedEventId":0}}', X'4b2141d86edd347808d07e66f8e2b620'),
(67108866, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"DecisionTaskScheduled","eventId":2,"decisionTaskScheduledEventAttributes":{"taskList":{"name":"decisions"},"startToCloseTimeout":"30","scheduleToStartTimeout":"NONE"}}', X'4b44ab5865a63ea5b9aab1a247e9ffb8'),
(67108867, 1767225600000, '{"eventTimestamp":1767225600.000,"eventType":"WorkflowExecutionSignaled","eventId":3,"workflowExecutionSignaledEventAttributes":{"signalName":"hello","input":"1","externalInitiatedEventId":0}}', X'182143acb6ee8e88e5c27d873927f4b0');
CREATE CACHED TABLE "PUBLIC"."EXECUTIONS"(
    "NUMBER" BIGINT NOT NULL,
    "RUN_ID" CHARACTER VARYING NOT NULL,
    "BODY" CHARACTER VARYING NOT NULL,
    "SUM" BINARY(16) NOT NULL
);
ALTER TABLE "PUBLIC"."EXECUTIONS" ADD CONSTRAINT "PUBLIC"."CONSTRAINT_3" PRIMARY KEY("NUMBER");
-- 4 +/- SELECT COUNT(*) FROM PUBLIC.EXECUTIONS;
INSERT INTO "PUBLIC"."EXECUTIONS" VALUES
(1, 'c9Uau9icuBlvDvtokvlNaA', '{"number":1,"domain":"d","execution":{"workflowId":"one","runId":"c9Uau9icuBlvDvtokvlNaA"},"type":{"name":"W","version":"1"},"startedAt":1767225600.000,"tags":[],"configuration":{"taskStartToCloseTimeout":"30","executionStartToCloseTimeout":"3600","taskList":{"name":"decisions"},"childPolicy":"TERMINATE"},"closing":{"at":1767225600.000,"status":"COMPLETED","cancelRequested":false,"lastEventId":5,"contextEventId":0,"total":5}}', X'87957e5f8f67c34e96637c517c9708f2'),
(2, 'ulu19n4b2ii0BJvw5K7XjQ', '{"number":2,"domain":"d","execution":{"workflowId":"two","runId":"ulu19n4b2ii0BJvw5K7XjQ"},"type":{"name":"W","version":"1"},"startedAt":1767225600.000,"tags":[],"configuration":{"taskStartToCloseTimeout":"30","executionStartToCloseTimeout":"3600","taskList":{"name":"decisions"},"childPolicy":"TERMINATE"}}', X'15039c358204717d2021f5ac87a8d647'),
(3, 'gTetZZh4-ek98fZYNnrKKA', '{"number":3,"domain":"d","execution":{"workflowId":"three","runId":"gTetZZh4-ek98fZYNnrKKA"},"type":{"name":"W","version":"1"},"startedAt":1767225600.000,"tags":[],"configuration":{"taskStartToCloseTimeout":"30","executionStartToCloseTimeout":"3600","taskList":{"name":"decisions"},"childPolicy":"TERMINATE"}}', X'd790974cad305fff9e61c1a88fcf7ded'),
(4, 'Q9nRYAiqvJ-3fMcjpWAX4Q', '{"number":4,"domain":"d","execution":{"workflowId":"four","runId":"Q9nRYAiqvJ-3fMcjpWAX4Q"},"type":{"name":"W","version":"1"},"startedAt":1767225600.000,"tags":[],"configuration":{"taskStartToCloseTimeout":"30","executionStartToCloseTimeout":"3600","taskList":{"name":"decisions"},"childPolicy":"TERMINATE"}}', X'4028768d018c700f74610accdac31e6c');
CREATE UNIQUE NULLS DISTINCT INDEX "PUBLIC"."EXECUTIONS_ID" ON "PUBLIC"."EXECUTIONS"("RUN_ID" NULLS FIRST);
CREATE CACHED TABLE "PUBLIC"."CLOSED_RUNS"(
    "NUMBER" BIGINT NOT NULL,
    "DOMAIN" CHARACTER VARYING NOT NULL,
    "WORKFLOW_ID" CHARACTER VARYING NOT NULL,
    "TYPE_NAME" CHARACTER VARYING NOT NULL,
    "TYPE_VERSION" CHARACTER VARYING NOT NULL,
    "STATUS" CHARACTER VARYING NOT NULL,
    "STARTED" BIGINT NOT NULL,
    "CLOSED" BIGINT NOT NULL,
    "TOTAL" BIGINT NOT NULL
);
ALTER TABLE "PUBLIC"."CLOSED_RUNS" ADD CONSTRAINT "PUBLIC"."CONSTRAINT_A" PRIMARY KEY("NUMBER");
-- 1 +/- SELECT COUNT(*) FROM PUBLIC.CLOSED_RUNS;
INSERT INTO "PUBLIC"."CLOSED_RUNS" VALUES
(1, 'd', 'one', 'W', '1', 'COMPLETED', 1767225600000, 1767225600000, 5);
CREATE INDEX "PUBLIC"."BY_ALL_CLOSED" ON "PUBLIC"."CLOSED_RUNS"("DOMAIN" NULLS FIRST, "CLOSED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_WORKFLOW_ID_CLOSED" ON "PUBLIC"."CLOSED_RUNS"("DOMAIN" NULLS FIRST, "WORKFLOW_ID" NULLS FIRST, "CLOSED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_TYPE_NAME_CLOSED" ON "PUBLIC"."CLOSED_RUNS"("DOMAIN" NULLS FIRST, "TYPE_NAME" NULLS FIRST, "CLOSED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_TYPE_CLOSED" ON "PUBLIC"."CLOSED_RUNS"("DOMAIN" NULLS FIRST, "TYPE_NAME" NULLS FIRST, "TYPE_VERSION" NULLS FIRST, "CLOSED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_STATUS_CLOSED" ON "PUBLIC"."CLOSED_RUNS"("DOMAIN" NULLS FIRST, "STATUS" NULLS FIRST, "CLOSED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_ALL_STARTED" ON "PUBLIC"."CLOSED_RUNS"("DOMAIN" NULLS FIRST, "STARTED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_WORKFLOW_ID_STARTED" ON "PUBLIC"."CLOSED_RUNS"("DOMAIN" NULLS FIRST, "WORKFLOW_ID" NULLS FIRST, "STARTED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_TYPE_NAME_STARTED" ON "PUBLIC"."CLOSED_RUNS"("DOMAIN" NULLS FIRST, "TYPE_NAME" NULLS FIRST, "STARTED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_TYPE_STARTED" ON "PUBLIC"."CLOSED_RUNS"("DOMAIN" NULLS FIRST, "TYPE_NAME" NULLS FIRST, "TYPE_VERSION" NULLS FIRST, "STARTED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_STATUS_STARTED" ON "PUBLIC"."CLOSED_RUNS"("DOMAIN" NULLS FIRST, "STATUS" NULLS FIRST, "STARTED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE CACHED TABLE "PUBLIC"."CLOSED_TAGS"(
    "DOMAIN" CHARACTER VARYING NOT NULL,
    "TAG" CHARACTER VARYING NOT NULL,
    "STARTED" BIGINT NOT NULL,
    "CLOSED" BIGINT NOT NULL,
    "NUMBER" BIGINT NOT NULL,
    "TOTAL" BIGINT NOT NULL
);
-- 0 +/- SELECT COUNT(*) FROM PUBLIC.CLOSED_TAGS;
CREATE INDEX "PUBLIC"."CLOSED_TAGS_NUMBER" ON "PUBLIC"."CLOSED_TAGS"("NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_TAG_CLOSED" ON "PUBLIC"."CLOSED_TAGS"("DOMAIN" NULLS FIRST, "TAG" NULLS FIRST, "CLOSED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE INDEX "PUBLIC"."BY_TAG_STARTED" ON "PUBLIC"."CLOSED_TAGS"("DOMAIN" NULLS FIRST, "TAG" NULLS FIRST, "STARTED" NULLS FIRST, "NUMBER" NULLS FIRST);
CREATE CACHED TABLE "PUBLIC"."REGISTERED"(
    "KIND" CHARACTER VARYING NOT NULL,
    "DOMAIN" CHARACTER VARYING NOT NULL,
    "NAME" CHARACTER VARYING NOT NULL,
    "VERSION" CHARACTER VARYING NOT NULL,
    "BODY" CHARACTER VARYING NOT NULL,
    "SUM" BINARY(16) NOT NULL
);
ALTER TABLE "PUBLIC"."REGISTERED" ADD CONSTRAINT "PUBLIC"."CONSTRAINT_AD" PRIMARY KEY("KIND", "DOMAIN", "NAME", "VERSION");
-- 3 +/- SELECT COUNT(*) FROM PUBLIC.REGISTERED;
INSERT INTO "PUBLIC"."REGISTERED" VALUES
('DOMAIN', 'd', 'd', '', '{"detail":{"domainInfo":{"name":"d","status":"REGISTERED","arn":"arn:aws:swf:local:000000000000:/domain/d"},"configuration":{"workflowExecutionRetentionPeriodInDays":"1"}},"tags":[]}', X'8ccbb6064491e861a3daf8415c8faa92'),
('WORKFLOW_TYPE', 'd', 'W', '1', '{"typeInfo":{"workflowType":{"name":"W","version":"1"},"status":"REGISTERED","creationDate":1767225600.000},"configuration":{"defaultTaskStartToCloseTimeout":"30","defaultExecutionStartToCloseTimeout":"3600","defaultTaskList":{"name":"decisions"},"defaultChildPolicy":"TERMINATE"}}', X'efb76920532e8db728eaab4f92f987ad'),
('ACTIVITY_TYPE', 'd', 'A', '1', '{"typeInfo":{"activityType":{"name":"A","version":"1"},"status":"REGISTERED","creationDate":1767225600.000},"configuration":{"defaultTaskStartToCloseTimeout":"60","defaultTaskHeartbeatTimeout":"NONE","defaultTaskList":{"name":"activities"},"defaultTaskScheduleToStartTimeout":"NONE","defaultTaskScheduleToCloseTimeout":"NONE"}}', X'3659338be1ae3d59c4dc3adc909335f4');
CREATE CACHED TABLE "PUBLIC"."HELD"(
    "NUMBER" BIGINT NOT NULL,
    "BODY" CHARACTER VARYING NOT NULL,
    "SUM" BINARY(16) NOT NULL
);
ALTER TABLE "PUBLIC"."HELD" ADD CONSTRAINT "PUBLIC"."CONSTRAINT_21" PRIMARY KEY("NUMBER");
-- 2 +/- SELECT COUNT(*) FROM PUBLIC.HELD;
INSERT INTO "PUBLIC"."HELD" VALUES
(2, '{"token":"2.sV178vwMNOmpneTvO8KxfA","domain":"d","task":{"runId":"ulu19n4b2ii0BJvw5K7XjQ","scheduledEventId":2},"kind":"DECISION","attempt":3,"identity":"decider","startedAt":1767225600.000}', X'c081342f0e424c50a53b81312077401d'),
(3, '{"token":"5.gbruqHwQ1ApHkCAo5hz9wg","domain":"d","task":{"runId":"gTetZZh4-ek98fZYNnrKKA","scheduledEventId":5},"kind":"ACTIVITY","attempt":6,"identity":"worker","startedAt":1767225600.000}', X'82a1c95a6d570e0ef87654d60c3e2283');
