using System.Globalization;
using Google.Protobuf;
using Skein.Contract;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Launch;

/// <summary>Says how a service's container is started: command, environment, files, tokens, access rights.</summary>
internal sealed class LaunchContextBuilder
{
    // Beside the service, and ends with it.
    private const string KeepTokens = $"./{SkeinFiles.Binary} tokens >{LaunchScript.LogDirectory}/{SkeinFiles.TokensLog} 2>&1 & ";

    private readonly LaunchContextOptions _options;

    public LaunchContextBuilder(LaunchContextOptions options) => _options = options;

    /// <summary>The launch context of one container. Equal launches give equal bytes.</summary>
    public ContainerLaunchContextProto Build(ContainerLaunch launch)
    {
        var environment = Environment(launch);
        environment.Remove(LaunchScript.PathVariable, out var path);
        var command = LaunchScript.WithSearchPath(launch.Service.Script, path);
        var context = new ContainerLaunchContextProto { Command = { _options.RenewsTokens ? KeepTokens + command : command } };
        foreach (var (name, file) in launch.Service.Files.OrderBy(static f => f.Key, StringComparer.Ordinal))
            context.LocalResources.Add(new StringLocalResourceMapProto { Key = name, Value = ServiceFile.Write(file) });
        foreach (var (name, value) in environment)
            context.Environment.Add(new StringStringMapProto { Key = name, Value = value });
        // Present but empty credentials fail a launch; absent ones are none.
        if (_options.Credentials() is { Length: > 0 } credentials)
            context.Tokens = UnsafeByteOperations.UnsafeWrap(credentials);
        context.ApplicationACLs.AddRange(_options.AccessRights);
        return context;
    }

    private SortedDictionary<string, string> Environment(ContainerLaunch launch)
    {
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in launch.Service.Env.Concat(launch.Environment))
            environment[name] = LaunchScript.Quote(value);
        if (launch.Service.Container is { Image.Length: > 0 } runtime)
            UseImage(runtime, environment);
        environment[SkeinVariables.ApplicationMasterAddress] = _options.ApplicationMasterAddress;
        environment[SkeinVariables.ApplicationId] = _options.ApplicationId;
        environment[SkeinVariables.ResourceVCores] = Text(launch.Service.Resources.Vcores);
        environment[SkeinVariables.ResourceMemory] = Text(launch.Service.Resources.Memory);
        environment[SkeinVariables.ContainerId] = LaunchScript.Quote($"{launch.ServiceName}_{Text(launch.Instance)}");
        if (_options.SimpleUser is { } user)
            environment[YarnVariables.HadoopUser] = LaunchScript.Quote(user);
        return environment;
    }

    private static void UseImage(ContainerRuntime runtime, SortedDictionary<string, string> environment)
    {
        environment[YarnVariables.ContainerRuntime] = YarnVariables.DockerRuntime;
        environment[YarnVariables.DockerImage] = LaunchScript.Quote(runtime.Image);
        if (runtime.Mounts.Count > 0)
            environment[YarnVariables.DockerMounts] = LaunchScript.Quote(string.Join(',', runtime.Mounts));
        if (runtime.Network.Length > 0)
            environment[YarnVariables.DockerNetwork] = LaunchScript.Quote(runtime.Network);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
