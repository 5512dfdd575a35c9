using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;
using Skein.Hadoop.Yarn;

namespace Skein.Submission.Clusters;

/// <summary>One cluster as one user: its configuration, its ResourceManager and its file systems. Dials when first used.</summary>
public sealed class ClusterConnection : IAsyncDisposable
{
    // A person waits for the answer: a server that refuses a few times is reported, not waited for.
    private const int ConnectRetries = 3;

    private readonly RpcClient _rpc;
    private readonly TimeProvider _time;

    /// <param name="configuration">The client configuration.</param>
    /// <param name="user">As whom.</param>
    /// <param name="time">Clock of time-outs and retries.</param>
    public ClusterConnection(HadoopConfiguration configuration, UserIdentity user, TimeProvider time)
    {
        Configuration = configuration;
        User = user;
        _time = time;
        var options = RpcSettings.Read(configuration);
        _rpc = new RpcClient(options with { Retry = options.Retry with { ConnectRetries = ConnectRetries } }, time);
        ResourceManager = new ResourceManagerClient(_rpc.Open(ResourceManagerTarget.ForClients(configuration, user) with
        {
            Tokens = TokenChoice.Of(user, TokenKinds.ResourceManagerDelegation),
        }));
        FileSystems = new FileSystemFactory(configuration, user, _rpc);
        TokenSources = new DelegationTokenSources(configuration, user, _rpc, FileSystems);
    }

    /// <summary>For tests: a ResourceManager of their own.</summary>
    internal ClusterConnection(HadoopConfiguration configuration, UserIdentity user, TimeProvider time, IRpcChannel resourceManager)
        : this(configuration, user, time) => ResourceManager = new ResourceManagerClient(resourceManager);

    public HadoopConfiguration Configuration { get; }

    public UserIdentity User { get; }

    public ResourceManagerClient ResourceManager { get; }

    public FileSystemFactory FileSystems { get; }

    /// <summary>Where tokens come from, on a cluster with Kerberos.</summary>
    public DelegationTokenSources TokenSources { get; }

    /// <summary>
    /// The same cluster in another user's name, which its <c>hadoop.proxyuser.</c> settings have to allow. Tokens say nothing of other users: it is
    /// for who this connection's user is by himself.
    /// </summary>
    /// <exception cref="InvalidSubmissionException">This connection is in another user's name already, or its user has nothing but tokens.</exception>
    public ClusterConnection As(string name)
    {
        if (User.RealUser is { } real)
            throw new InvalidSubmissionException($"user: {real} acts for {User.Name} already and can not act for {name} at the same time; remove one of the two");
        if (Configuration.IsSecure && User.Kerberos is null)
            throw new InvalidSubmissionException($"user: {User.Name} can not act for {name} by tokens; name a --principal, with its --keytab or ticket cache");
        return new ClusterConnection(Configuration, User.ActFor(name), _time);
    }

    /// <summary>Closes every connection.</summary>
    public ValueTask DisposeAsync() => _rpc.DisposeAsync();
}
