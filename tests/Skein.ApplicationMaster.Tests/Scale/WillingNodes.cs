using Skein.ApplicationMaster.Launch;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Tests.Scale;

/// <summary>Nodes that start everything, and count.</summary>
internal sealed class WillingNodes : INodeManagerProtocol
{
    private TaskCompletionSource _news = NewSignal();
    private int _started;

    public int Started => Volatile.Read(ref _started);

    /// <summary>Waits until that many containers were started, one after the other or at once.</summary>
    public async Task WaitForAsync(int started, CancellationToken cancellation)
    {
        while (true)
        {
            var news = Volatile.Read(ref _news);
            if (Started >= started)
                return;
            await news.Task.WaitAsync(cancellation);
        }
    }

    public async Task<StartContainersResponseProto> StartContainersAsync(
        NodeIdProto node, Token token, StartContainersRequestProto request, CancellationToken cancellation)
    {
        await Task.Yield();
        Interlocked.Add(ref _started, request.StartContainerRequest.Count);
        Interlocked.Exchange(ref _news, NewSignal()).SetResult();
        return new StartContainersResponseProto();
    }

    public Task<GetContainerStatusesResponseProto> GetContainerStatusesAsync(
        NodeIdProto node, Token token, GetContainerStatusesRequestProto request, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<SignalContainerResponseProto> SignalContainerAsync(
        NodeIdProto node, Token token, SignalContainerRequestProto request, CancellationToken cancellation) =>
        throw new NotSupportedException();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
