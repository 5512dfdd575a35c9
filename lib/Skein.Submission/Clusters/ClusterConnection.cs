using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;

namespace Skein.Submission.Clusters;

/// <summary>One cluster as one user: its configuration, its ResourceManager and its file systems. Dials when first used.</summary>
public sealed class ClusterConnection : IAsyncDisposable
{
    // A person waits for the answer: a server that refuses a few times is reported, not waited for.
    private const int ConnectRetries = 3;

    private readonly RpcClient _rpc;

    /// <param name="configuration">The client configuration.</param>
    /// <param name="user">As whom.</param>
    /// <param name="time">Clock of time-outs and retries.</param>
    public ClusterConnection(HadoopConfiguration configuration, UserIdentity user, TimeProvider time)
    {
        Configuration = configuration;
        User = user;
        var options = RpcSettings.Read(configuration);
        _rpc = new RpcClient(options with { Retry = options.Retry with { ConnectRetries = ConnectRetries } }, time);
        var endpoints = ResourceManagerEndpoints.Find(
            configuration, ConfigurationKeys.ResourceManagerAddress, ResourceManagerEndpoints.ClientPort);
        ResourceManager = new ResourceManagerClient(_rpc.Open(RpcTarget.ToAny(
            endpoints, YarnProtocols.ApplicationClient, user, user.Credentials.Find(TokenKinds.ResourceManagerDelegation, $"{endpoints[0]}"))));
        FileSystems = new FileSystemFactory(configuration, user, _rpc);
    }

    /// <summary>For tests: a ResourceManager of their own.</summary>
    internal ClusterConnection(HadoopConfiguration configuration, UserIdentity user, TimeProvider time, IRpcChannel resourceManager)
        : this(configuration, user, time) => ResourceManager = new ResourceManagerClient(resourceManager);

    public HadoopConfiguration Configuration { get; }

    public UserIdentity User { get; }

    public ResourceManagerClient ResourceManager { get; }

    public FileSystemFactory FileSystems { get; }

    /// <summary>Closes every connection.</summary>
    public ValueTask DisposeAsync() => _rpc.DisposeAsync();
}
