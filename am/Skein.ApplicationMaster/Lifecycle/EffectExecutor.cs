using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Logging;
using Skein.ApplicationMaster.Readiness;
using Skein.KeyValue;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>Carries out effects on the links, the key-value store and the log.</summary>
internal sealed class EffectExecutor(
    ResourceManagerLink resourceManager,
    NodeManagerLink nodeManagers,
    ReadinessProbes readiness,
    KeyValueStore store,
    ContainerDirectory directory,
    ILogger log) : IEffectHandler
{
    public void Handle(ApplicationEffect effect)
    {
        switch (effect)
        {
            case ApplicationEffect.ContainerChanged changed:
                directory.Update(changed.Service, changed.Instance, changed.Active);
                log.ContainerChanged(changed);
                break;
            case ApplicationEffect.RequestContainer { Request: var request }:
                resourceManager.Request(request);
                break;
            case ApplicationEffect.WithdrawRequest { RequestId: var requestId }:
                resourceManager.Withdraw(requestId);
                break;
            case ApplicationEffect.ReleaseContainer { Container: var container }:
                nodeManagers.Cancel(container);
                resourceManager.Release(container);
                break;
            case ApplicationEffect.AvoidNode { Host: var host }:
                resourceManager.Avoid(host);
                break;
            case ApplicationEffect.StopContainer stop:
                nodeManagers.Stop(stop.Container, stop.Node);
                resourceManager.ExpectNews();
                break;
            case ApplicationEffect.ForgetContainer { Container: var container }:
                nodeManagers.Cancel(container);
                resourceManager.Forget(container);
                break;
            case ApplicationEffect.LaunchContainer { Launch: var launch }:
                nodeManagers.Launch(launch);
                break;
            case ApplicationEffect.ProbeReadiness { Check: var check }:
                readiness.Start(check);
                break;
            case ApplicationEffect.StopProbe probe:
                readiness.Stop(probe.Service, probe.Instance);
                break;
            case ApplicationEffect.DeleteOwnedKeys owned:
                store.DeleteOwnedBy(owned.Service, owned.Instance);
                break;
            case ApplicationEffect.ReportProgress { Progress: var progress }:
                resourceManager.ReportProgress(progress);
                break;
            case ApplicationEffect.Warn { Message: var message }:
                log.Oddity(message);
                break;
            case ApplicationEffect.EndApplication { Outcome: var outcome }:
                log.Ending(outcome);
                break;
            case ApplicationEffect.Reply reply:
                reply.Send();
                break;
        }
    }
}
