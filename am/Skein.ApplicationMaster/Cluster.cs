using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Delegation;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Logging;
using Skein.Contract;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;
using Skein.Hadoop.Security.Gssapi;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Specification;
using ApplicationSpec = Skein.Protocol.ApplicationSpec;

namespace Skein.ApplicationMaster;

/// <summary>The Hadoop cluster as this attempt reaches it: its settings, its servers, and the proofs to show them.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly RpcClient _rpc;
    private readonly UserIdentity _user;
    private readonly TimeProvider _time;
    private readonly ResourceManagerClient _resourceManager;
    private readonly ILogger _log;
    private readonly bool _gathersLogs;
    private volatile byte[] _containerCredentials;

    private Cluster(
        ClusterConfiguration configuration, RpcClient rpc, UserIdentity user, string stagingDirectory, TimeProvider time, ILogger log)
    {
        Configuration = configuration.Client;
        MaximumAttempts = configuration.MaximumAttempts;
        _gathersLogs = configuration.GathersLogs;
        _rpc = rpc;
        _log = log;
        var own = user.Credentials.Find(TokenKinds.ApplicationMaster);
        Scheduler = new SchedulerConnection(rpc, ResourceManagerTarget.ForApplicationMasters(configuration.Scheduler, user, own));
        _resourceManager = new ResourceManagerClient(rpc.Open(ResourceManagerTarget.ForClients(configuration.Client, user) with
        {
            Tokens = TokenChoice.Of(user, TokenKinds.ResourceManagerDelegation),
        }));
        NodeManagers = new NodeManagerConnections(rpc, user);

        _user = user;
        _time = time;
        _containerCredentials = CollectContainerCredentials();
        var files = new FileSystemFactory(configuration.Client, user, rpc, time);
        if (FileUrl.TryParse(stagingDirectory, out var url))
        {
            StagingFileSystem = files.Open(new Uri((url with { Path = "/" }).ToString()));
            StagingPath = url.Path;
        }
        else
        {
            StagingFileSystem = files.OpenDefault();
            StagingPath = stagingDirectory;
        }
    }

    public HadoopConfiguration Configuration { get; }

    /// <summary>Attempts that the ResourceManager makes of an application at most.</summary>
    public int MaximumAttempts { get; }

    /// <summary>Whether the cluster wants proof of identity.</summary>
    public bool IsSecure => Configuration.IsSecure;

    public IApplicationMasterProtocol Scheduler { get; }

    public INodeManagerProtocol NodeManagers { get; }

    /// <summary>This attempt's credentials without its own token, as a credentials file; empty: none. A secret.</summary>
    public ReadOnlyMemory<byte> ContainerCredentials => _containerCredentials;

    public IFileSystem StagingFileSystem { get; }

    /// <summary>The staging directory on <see cref="StagingFileSystem"/>.</summary>
    public string StagingPath { get; }

    /// <summary>Reads settings and credentials; connects to nothing yet.</summary>
    /// <exception cref="IOException">A file is missing or malformed.</exception>
    public static Cluster Open(
        ApplicationMasterEnvironment environment, string directory, string stagingDirectory, TimeProvider time, ILogger log)
    {
        var configuration = ClusterConfiguration.Load(directory, Environment.GetEnvironmentVariable);
        var credentials = environment.TokenFile is { } file ? Credentials.Read(System.IO.File.ReadAllBytes(file)) : new Credentials();
        var user = new UserIdentity(environment.User, credentials);
        return new Cluster(
            configuration, new RpcClient(RpcSettings.Read(configuration.Client), time), user, stagingDirectory, time, log);
    }

    /// <summary>What gets new tokens by the application's keytab; null: it has none, and works as long as its first tokens hold.</summary>
    /// <param name="specification">Names the principal and the file systems.</param>
    /// <param name="directory">The container's, where the keytab is.</param>
    /// <param name="handOut">Takes the credentials of containers, a secret, whenever there are new ones.</param>
    /// <exception cref="IOException">The keytab can not be used.</exception>
    public TokenRenewal? CreateRenewal(ApplicationSpec specification, string directory, Action<ReadOnlyMemory<byte>> handOut)
    {
        if (!IsSecure || specification.Security is not { } security)
            return null;
        var login = KerberosLogin.FromKeytab(security.Principal, Path.Combine(directory, SkeinFiles.Keytab));
        // No server gives tokens to who shows one.
        var principal = new UserIdentity(_user.Name, new Credentials()) { Kerberos = login };
        var sources = new DelegationTokenSources(
            Configuration, principal, _rpc, new FileSystemFactory(Configuration, principal, _rpc, _time));
        var supply = new TokenSupply(
            sources, login.FindPrincipal(), [.. ApplicationFileSystems.Of(specification)], _user.Credentials, _gathersLogs, _time, () =>
            {
                _containerCredentials = CollectContainerCredentials();
                handOut(_containerCredentials);
            });
        return new TokenRenewal(supply.RenewAsync, supply.CancelAsync, _time, _log);
    }

    /// <summary>Host and rack of every node; empty where they can not be had.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListNodesAsync(CancellationToken cancellation)
    {
        var racks = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var nodes = await _resourceManager.GetClusterNodesAsync(new GetClusterNodesRequestProto(), cancellation);
            foreach (var node in nodes.NodeReports)
                racks[node.NodeId.Host] = node.RackName;
        }
        catch (IOException error)
        {
            _log.RacksUnknown(error.Message);
        }

        return racks;
    }

    /// <summary>Whether the ResourceManager counts the application as finished, failed or killed.</summary>
    public async Task<bool> IsApplicationOverAsync(ApplicationIdProto application, CancellationToken cancellation)
    {
        var response = await _resourceManager.GetApplicationReportAsync(
            new GetApplicationReportRequestProto { ApplicationId = application }, cancellation);
        return response.ApplicationReport.YarnApplicationState
            is YarnApplicationStateProto.Finished or YarnApplicationStateProto.Failed or YarnApplicationStateProto.Killed;
    }

    public async ValueTask DisposeAsync()
    {
        await StagingFileSystem.DisposeAsync();
        await _rpc.DisposeAsync();
    }

    private byte[] CollectContainerCredentials()
    {
        var containers = _user.Credentials.Without(TokenKinds.ApplicationMaster);
        return containers.IsEmpty ? [] : containers.ToBytes();
    }
}
