using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Yarn;

/// <summary>The ResourceManager as clients see it: applications, queues, nodes. Method names and messages are Hadoop's.</summary>
/// <param name="channel">Calls <see cref="YarnProtocols.ApplicationClient"/>.</param>
public sealed class ResourceManagerClient(IRpcChannel channel)
{
    /// <summary>The server called.</summary>
    public HadoopEndpoint Endpoint => channel.Endpoint;

    /// <summary>Takes a new application id and tells how large a container may be.</summary>
    public Task<GetNewApplicationResponseProto> GetNewApplicationAsync(CancellationToken cancellation) =>
        channel.CallAsync("getNewApplication", new GetNewApplicationRequestProto(), GetNewApplicationResponseProto.Parser, cancellation);

    /// <summary>
    /// Submits an application. Success means accepted for a look: an unknown queue, say, makes it FAILED afterwards, with the reason
    /// in its report. Submitting one id twice does nothing the second time.
    /// </summary>
    public Task<SubmitApplicationResponseProto> SubmitApplicationAsync(
        SubmitApplicationRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("submitApplication", request, SubmitApplicationResponseProto.Parser, cancellation);

    /// <summary>Kills an application; to be repeated until the answer says that it is done.</summary>
    public Task<KillApplicationResponseProto> ForceKillApplicationAsync(
        KillApplicationRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("forceKillApplication", request, KillApplicationResponseProto.Parser, cancellation);

    public Task<GetApplicationReportResponseProto> GetApplicationReportAsync(
        GetApplicationReportRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("getApplicationReport", request, GetApplicationReportResponseProto.Parser, cancellation);

    public Task<GetApplicationsResponseProto> GetApplicationsAsync(
        GetApplicationsRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("getApplications", request, GetApplicationsResponseProto.Parser, cancellation);

    public Task<GetClusterNodesResponseProto> GetClusterNodesAsync(
        GetClusterNodesRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("getClusterNodes", request, GetClusterNodesResponseProto.Parser, cancellation);

    /// <summary>A queue and, as asked for, its children and applications. An unknown queue is an answer without one.</summary>
    public Task<GetQueueInfoResponseProto> GetQueueInfoAsync(GetQueueInfoRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("getQueueInfo", request, GetQueueInfoResponseProto.Parser, cancellation);

    public Task<GetClusterMetricsResponseProto> GetClusterMetricsAsync(CancellationToken cancellation) =>
        channel.CallAsync("getClusterMetrics", new GetClusterMetricsRequestProto(), GetClusterMetricsResponseProto.Parser, cancellation);

    public Task<MoveApplicationAcrossQueuesResponseProto> MoveApplicationAcrossQueuesAsync(
        MoveApplicationAcrossQueuesRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("moveApplicationAcrossQueues", request, MoveApplicationAcrossQueuesResponseProto.Parser, cancellation);

    public Task<GetApplicationAttemptsResponseProto> GetApplicationAttemptsAsync(
        GetApplicationAttemptsRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("getApplicationAttempts", request, GetApplicationAttemptsResponseProto.Parser, cancellation);

    public Task<GetContainersResponseProto> GetContainersAsync(GetContainersRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("getContainers", request, GetContainersResponseProto.Parser, cancellation);
}
