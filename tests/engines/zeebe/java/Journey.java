import io.camunda.zeebe.client.ZeebeClient;
import io.camunda.zeebe.client.api.command.ClientStatusException;
import io.camunda.zeebe.client.api.response.ActivatedJob;
import io.camunda.zeebe.client.api.response.DeploymentEvent;
import io.camunda.zeebe.client.api.response.ProcessInstanceResult;
import io.camunda.zeebe.client.api.worker.JobWorker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Goes through everything with Zeebe's Java client and prints facts as JSON lines: address, BPMN file, process id. Each
 * step has a kind of job of its own: a poll or a stream of a worker just closed may still take one job more.
 */
public final class Journey {
  public static void main(String[] args) throws Exception {
    try (ZeebeClient client =
        ZeebeClient.newClientBuilder().grpcAddress(URI.create("http://" + args[0])).usePlaintext().preferRestOverGrpc(false).build()) {
      deploy(client, args[1]);
      work(client, args[2], false);
      work(client, args[2], true);
      fail(client, args[2]);
      refuse(client, args[2]);
    }
  }

  static void deploy(ZeebeClient client, String path) {
    DeploymentEvent first = client.newDeployResourceCommand().addResourceFile(path).send().join();
    DeploymentEvent again = client.newDeployResourceCommand().addResourceFile(path).send().join();
    long key = first.getProcesses().get(0).getProcessDefinitionKey();
    boolean same = key == again.getProcesses().get(0).getProcessDefinitionKey();
    say("deploy", "\"version\":" + first.getProcesses().get(0).getVersion() + ",\"same\":" + same);
  }

  static void work(ZeebeClient client, String id, boolean pushed) throws Exception {
    String kind = id + (pushed ? "-pushed" : "-polled");
    JobWorker worker =
        client.newWorker().jobType(kind).handler((jobs, job) -> {
          int amount = ((Number) job.getVariablesAsMap().get("amount")).intValue();
          jobs.newCompleteCommand(job).variables(Map.of("doubled", amount * 2)).send().join();
        }).streamEnabled(pushed).open();
    // A real gateway tells its brokers of a new stream in its own time.
    if (pushed) Thread.sleep(1000);
    ProcessInstanceResult result =
        client.newCreateInstanceCommand().bpmnProcessId(id).latestVersion().variables(Map.of("amount", 21, "kind", kind))
            .withResult().fetchVariables("amount", "doubled").requestTimeout(Duration.ofSeconds(20)).send().join();
    worker.close();
    say("result", "\"pushed\":" + pushed + ",\"variables\":\"" + new TreeMap<>(result.getVariablesAsMap()) + "\"");
  }

  static void fail(ZeebeClient client, String id) {
    String kind = id + "-failing";
    long instance =
        client.newCreateInstanceCommand().bpmnProcessId(id).latestVersion().variables(Map.of("kind", kind)).send().join()
            .getProcessInstanceKey();
    ActivatedJob job = activate(client, kind).get(0);
    client.newFailCommand(job).retries(1).errorMessage("not yet").send().join();
    ActivatedJob again = activate(client, kind).get(0);
    say("failed", "\"same\":" + (job.getKey() == again.getKey()) + ",\"retries\":" + again.getRetries());
    client.newThrowErrorCommand(again).errorCode("DECLINED").send().join();
    say("instance", "\"key\":\"" + instance + "\"");
  }

  static List<ActivatedJob> activate(ZeebeClient client, String kind) {
    return client.newActivateJobsCommand().jobType(kind).maxJobsToActivate(1).requestTimeout(Duration.ofSeconds(10)).send().join().getJobs();
  }

  static void refuse(ZeebeClient client, String id) {
    say("message", "\"first\":\"" + outcome(() -> publish(client, id)) + "\",\"second\":\"" + outcome(() -> publish(client, id)) + "\"");
    String none = outcome(() -> client.newCreateInstanceCommand().bpmnProcessId("nobody").latestVersion().send().join());
    String gone = outcome(() -> client.newCancelInstanceCommand(2251799813999999L).send().join());
    say("refused", "\"create\":\"" + none + "\",\"cancel\":\"" + gone + "\"");
  }

  static void publish(ZeebeClient client, String id) {
    client.newPublishMessageCommand().messageName(id).correlationKey("k").messageId("once").timeToLive(Duration.ofMinutes(1)).send().join();
  }

  static String outcome(Runnable call) {
    try {
      call.run();
      return "done";
    } catch (ClientStatusException refused) {
      return refused.getStatusCode().name();
    }
  }

  static void say(String step, String facts) {
    System.out.println("{\"step\":\"" + step + "\"," + facts + "}");
  }
}
