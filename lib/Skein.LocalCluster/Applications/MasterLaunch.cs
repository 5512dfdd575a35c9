using Google.Protobuf;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Tokens;

namespace Skein.LocalCluster.Applications;

/// <summary>Starts application masters: what the submission says, and the proofs that they need.</summary>
/// <param name="attempts">Issues the tokens for the scheduler.</param>
/// <param name="client">The token that opens the ResourceManager to clients; its service is the server's address.</param>
internal sealed class MasterLaunch(AttemptTokens attempts, Token client)
{
    /// <summary>Whether credentials of a submission can be read.</summary>
    public static bool AreReadable(ContainerLaunchContextProto context)
    {
        try
        {
            ReadCredentials(context);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Has the container of an attempt's master started.</summary>
    public void Launch(ClusterState state, Attempt attempt, Container container, DateTimeOffset now)
    {
        var application = attempt.Application;
        var context = application.Context.AmContainerSpec.Clone();
        var credentials = ReadCredentials(context);
        credentials.Add("", attempts.Issue(attempt.Id));
        credentials.Add(client);
        context.Tokens = ByteString.CopyFrom(credentials.ToBytes());
        Set(context, "APPLICATION_WEB_PROXY_BASE", $"/proxy/{application.IdText}");
        Set(context, "APP_SUBMIT_TIME_ENV", $"{application.Submitted.ToUnixTimeMilliseconds()}");

        attempt.Master = container;
        attempt.State = YarnApplicationAttemptStateProto.AppAttemptLaunched;
        attempt.LastHeard = now;
        application.Launched ??= now;
        container.IsLaunched = true;
        state.Do(new ClusterEffect.StartContainer(
            container.Node.Node,
            new ContainerLaunch(container.Id, application.User, container.Message.Resource, context)
            {
                Logs = application.Context.LogAggregationContext,
            }));
    }

    private static Credentials ReadCredentials(ContainerLaunchContextProto context) =>
        context.HasTokens ? Credentials.Read(context.Tokens.Span) : new Credentials();

    private static void Set(ContainerLaunchContextProto context, string name, string value)
    {
        foreach (var variable in context.Environment)
        {
            if (variable.Key != name)
                continue;
            variable.Value = value;
            return;
        }

        context.Environment.Add(new StringStringMapProto { Key = name, Value = value });
    }
}
