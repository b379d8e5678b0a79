# One workflow from end to end with the AWS command line, as it is typed.
# Wants AWS (the command), DOMAIN, FLOWSCOPE_ENDPOINT, and key and secret where the command looks.
swf() { "$AWS" swf "$@" --endpoint-url "$FLOWSCOPE_ENDPOINT" --output text; }

# docs/SWF.md shows the lines from here ...
swf register-domain --name "$DOMAIN" --workflow-execution-retention-period-in-days 1
swf register-workflow-type --domain "$DOMAIN" --name Order --workflow-version 1 \
    --default-task-list name=deciders --default-child-policy TERMINATE \
    --default-execution-start-to-close-timeout 60 --default-task-start-to-close-timeout 30
run=$(swf start-workflow-execution --domain "$DOMAIN" --workflow-id order-1 \
    --workflow-type name=Order,version=1 --input 'two breads')
token=$(swf poll-for-decision-task --domain "$DOMAIN" --task-list name=deciders --query taskToken)
swf respond-decision-task-completed --task-token "$token" --decisions \
    '[{"decisionType":"CompleteWorkflowExecution",
       "completeWorkflowExecutionDecisionAttributes":{"result":"baked"}}]'
swf describe-workflow-execution --domain "$DOMAIN" --query executionInfo.closeStatus \
    --execution workflowId=order-1,runId="$run"
# ... to here.

events=$(swf get-workflow-execution-history --domain "$DOMAIN" --page-size 2 \
    --execution workflowId=order-1,runId="$run" --query 'events[].eventType')
echo "$events" | tr '\t\n' '  ' | grep -q \
    'WorkflowExecutionStarted DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted WorkflowExecutionCompleted'
swf signal-workflow-execution --domain "$DOMAIN" --workflow-id order-1 --signal-name late && exit 1
exit 0
