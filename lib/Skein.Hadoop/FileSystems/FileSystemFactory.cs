using Skein.Hadoop.Configuration;
using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Hdfs.Encryption;
using Skein.Hadoop.Kms;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;
using Skein.Hadoop.WebHdfs;

namespace Skein.Hadoop.FileSystems;

/// <summary>Opens the file system that a URI means, for one user under one configuration.</summary>
public sealed class FileSystemFactory
{
    private const int NameNodePort = 8020;

    private readonly HadoopConfiguration _configuration;
    private readonly UserIdentity _user;
    private readonly RpcClient _rpc;
    private readonly TimeProvider _time;

    /// <param name="configuration">Settings of the client and of the default file system.</param>
    /// <param name="user">As whom files are read and written.</param>
    /// <param name="rpc">Calls NameNodes; it must live longer than the file systems.</param>
    /// <param name="time">Clock; null: the system's.</param>
    public FileSystemFactory(HadoopConfiguration configuration, UserIdentity user, RpcClient rpc, TimeProvider? time = null)
    {
        _configuration = configuration;
        _user = user;
        _rpc = rpc;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Opens the file system of <c>fs.defaultFS</c>.</summary>
    /// <exception cref="HadoopConfigurationException">It is no URI, or of an unknown scheme.</exception>
    public IFileSystem OpenDefault() => Open(DefaultUri());

    /// <summary>Opens the file system of a URI, whose path does not matter. Without scheme or authority it is the default one's.</summary>
    /// <exception cref="HadoopConfigurationException">The scheme is not known.</exception>
    public IFileSystem Open(Uri uri)
    {
        if (!uri.IsAbsoluteUri)
            return OpenDefault();
        return uri.Scheme switch
        {
            "file" => OpenLocal(),
            "hdfs" => OpenHdfs(uri),
            "webhdfs" or "swebhdfs" => new WebHdfsFileSystem(uri, _configuration, _user, _time),
            var scheme => throw new HadoopConfigurationException(
                $"File systems of the scheme \"{scheme}\" are not supported, only hdfs, webhdfs, swebhdfs and file are; "
                    + $"it was asked for by {uri} ({ConfigurationKeys.DefaultFileSystem} is {_configuration.Get(ConfigurationKeys.DefaultFileSystem)})"),
        };
    }

    /// <summary>
    /// Who gives out tokens for the default file system and for others, each once: NameNodes, WebHDFS, and the KMS of the NameNodes' encryption
    /// zones. For local files nobody does.
    /// </summary>
    /// <exception cref="IOException">A NameNode can not be asked where its keys are.</exception>
    internal async Task<IReadOnlyList<IDelegationTokenIssuer>> FindTokenIssuersAsync(IEnumerable<Uri> others, CancellationToken cancellation)
    {
        var byAddress = _configuration.GetBool(ConfigurationKeys.TokenServiceByAddress, true);
        var issuers = new Dictionary<string, IDelegationTokenIssuer>(StringComparer.OrdinalIgnoreCase);
        var nameNodes = new List<IRpcChannel>();
        foreach (var uri in others.Prepend(DefaultUri()))
        {
            if (uri is { IsAbsoluteUri: true, Scheme: "webhdfs" or "swebhdfs" })
            {
                var server = WebTokenServer.OfNameNode(uri, _configuration);
                issuers.TryAdd(server.Roots[0].AbsoluteUri, new WebTokenIssuer(server, _configuration, _user, _time));
                continue;
            }

            if (!uri.IsAbsoluteUri || uri.Scheme != "hdfs")
                continue;
            var named = WithHost(uri);
            var service = FindNameService(named);
            var target = NameNode(named, service);
            var channel = _rpc.Open(target with { Tokens = null });
            var issuer = new DelegationTokenIssuer(
                channel,
                waiting => service is null
                    ? TokenService.FindAsync([target.Endpoint], byAddress, waiting)
                    : Task.FromResult(service.TokenService));
            if (issuers.TryAdd(service?.TokenService ?? target.Endpoint.ToString(), issuer))
                nameNodes.Add(channel);
        }

        foreach (var keys in await FindKeysAsync(nameNodes, cancellation))
            issuers.TryAdd(keys.Text, new WebTokenIssuer(WebTokenServer.OfKeys(keys), _configuration, _user, _time));
        return [.. issuers.Values];
    }

    private async Task<List<KmsAddress>> FindKeysAsync(List<IRpcChannel> nameNodes, CancellationToken cancellation)
    {
        var found = new List<KmsAddress>();
        foreach (var nameNode in nameNodes)
        {
            var defaults = await new NameNodeClient(nameNode).GetServerDefaultsAsync(cancellation);
            if (KmsAddress.Find(defaults, _configuration) is not { } text || !KmsAddress.IsMeant(text))
                continue;
            try
            {
                found.Add(KmsAddress.Parse(text));
            }
            catch (FormatException e)
            {
                throw new IOException($"{nameNode.Endpoint}: where the keys of its encryption zones are can not be understood: {e.Message}", e);
            }
        }

        return found;
    }

    private LocalFileSystem OpenLocal() => new(
        _configuration.Get(ConfigurationKeys.HomePrefix) is { Length: > 0 } prefix ? $"{prefix.TrimEnd('/')}/{_user.Name}" : null);

    private HdfsFileSystem OpenHdfs(Uri uri)
    {
        uri = WithHost(uri);
        var service = FindNameService(uri);
        var options = HdfsOptions.FromConfiguration(_configuration, _user.Name);
        var nameNode = new NameNodeClient(_rpc.Open(NameNode(uri, service)));
        var serverDefaults = new ServerDefaults(nameNode, _time);
        var protector = new ChannelProtector(options, nameNode, serverDefaults, _time);
        var connector = new DataNodeConnector(
            options, protector, (dataNode, token) => _rpc.Open(new RpcTarget(dataNode, HdfsProtocols.DataNode, _user, token)), _time);
        var keys = new FileKeys(serverDefaults, _configuration, _user, _time);
        var root = new Uri($"hdfs://{service?.Name ?? uri.Authority}/");
        return new HdfsFileSystem(root, nameNode, serverDefaults, connector, keys, options, _time);
    }

    private Uri WithHost(Uri uri)
    {
        if (uri.Host.Length == 0)
        {
            var fallback = DefaultUri();
            if (fallback.Scheme != "hdfs" || fallback.Host.Length == 0)
            {
                throw new HadoopConfigurationException(
                    $"{uri} names no NameNode, and {ConfigurationKeys.DefaultFileSystem} ({fallback}) names none either");
            }

            return fallback;
        }

        return uri;
    }

    private NameService? FindNameService(Uri uri) =>
        NameService.Find(_configuration, uri, ConfigurationKeys.NameNodeAddress, NameNodePort);

    private RpcTarget NameNode(Uri uri, NameService? service)
    {
        if (service is not null)
        {
            return RpcTarget.ToAny(service.NameNodes, HdfsProtocols.NameNode, _user) with
            {
                Tokens = TokenChoice.Of(_user, TokenKinds.HdfsDelegation, service.TokenService),
                Failover = FailoverSettings.OfNameNodes(_configuration),
            };
        }

        // The setting is named in errors, so only where the address does come from it.
        var setting = uri.Authority == DefaultUri().Authority ? ConfigurationKeys.DefaultFileSystem : null;
        var endpoint = new HadoopEndpoint(uri.Host, uri.Port > 0 ? uri.Port : NameNodePort, setting);
        return new RpcTarget(endpoint, HdfsProtocols.NameNode, _user)
        {
            Tokens = TokenChoice.Of(_user, TokenKinds.HdfsDelegation),
        };
    }

    private Uri DefaultUri()
    {
        var text = _configuration.Get(ConfigurationKeys.DefaultFileSystem, "file:///");
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri
            : throw new HadoopConfigurationException(
                $"{_configuration.SourceOf(ConfigurationKeys.DefaultFileSystem)}: {ConfigurationKeys.DefaultFileSystem} is \"{text}\", "
                    + "which is no URI such as hdfs://host:8020");
    }
}
