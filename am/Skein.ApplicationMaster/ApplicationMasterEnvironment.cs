using Skein.Contract;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster;

/// <summary>What YARN and the submitter told the application master's process by environment variables.</summary>
internal sealed record ApplicationMasterEnvironment
{
    /// <summary>The YARN container this process runs in; it names application and attempt.</summary>
    public required ContainerIdProto ContainerId { get; init; }

    /// <summary><c>application_…</c>.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>Name of this node as other nodes know it.</summary>
    public required string NodeHost { get; init; }

    /// <summary><c>host:port</c> of this node's web pages; null: not told.</summary>
    public string? NodeHttpAddress { get; init; }

    /// <summary>Path of the application's web pages behind YARN's proxy: <c>/proxy/application_…</c>.</summary>
    public required string WebProxyBase { get; init; }

    /// <summary>Directory for the log files of this container.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>User the application belongs to.</summary>
    public required string User { get; init; }

    /// <summary>File with this application master's credentials; null: none were given.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Number of this attempt, from 1.</summary>
    public int Attempt => ContainerId.AppAttemptId.AttemptId;

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">A variable's value; null if it is not set.</param>
    /// <exception cref="InvalidDataException">A variable is missing or malformed.</exception>
    public static ApplicationMasterEnvironment Read(Func<string, string?> variable)
    {
        var container = Require(YarnVariables.ContainerId);
        if (!YarnIds.TryParseContainer(container, out var containerId))
            throw new InvalidDataException($"{YarnVariables.ContainerId} is '{container}', which is no YARN container id");
        var applicationId = YarnIds.Format(containerId.AppAttemptId.ApplicationId);
        return new ApplicationMasterEnvironment
        {
            ContainerId = containerId,
            ApplicationId = variable(SkeinVariables.ApplicationId) ?? applicationId,
            NodeHost = Require(YarnVariables.NodeHost),
            NodeHttpAddress = variable(YarnVariables.NodeHttpPort) is { Length: > 0 } port ? $"{Require(YarnVariables.NodeHost)}:{port}" : null,
            WebProxyBase = variable(YarnVariables.WebProxyBase) ?? $"/proxy/{applicationId}",
            LogDirectory = Require(YarnVariables.LogDirectories).Split(',')[0],
            User = variable(YarnVariables.HadoopUser) ?? Require(YarnVariables.User),
            TokenFile = variable(YarnVariables.TokenFile),
        };

        string Require(string name) => variable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidDataException($"{name} is not set: the application master is started by YARN");
    }
}
