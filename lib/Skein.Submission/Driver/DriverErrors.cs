using Skein.Grpc;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Gssapi;
using Skein.Security;

namespace Skein.Submission.Driver;

/// <summary>What goes wrong as the statuses that clients of skein 0.8.2 turn into exceptions of theirs.</summary>
/// <remarks>
/// <code>
/// INVALID_ARGUMENT   ValueError            the caller has to change something
/// UNAUTHENTICATED    DriverError           nobody is logged in
/// INTERNAL           DriverError           the cluster refused or can not be reached: "Failed to DO, exception:", then why
/// </code>
/// </remarks>
internal static class DriverErrors
{
    /// <summary>The status of a failed call; null for a defect, which the server reports as one.</summary>
    /// <param name="error">What ended the call; a status passes as it is.</param>
    /// <param name="task">What was to be done, as "get applications".</param>
    public static GrpcException? Translate(Exception error, string task)
    {
        if (error is GrpcException status)
            return status;
        if (FindLoginFailure(error) is { } login)
            return new GrpcException(GrpcStatusCode.Unauthenticated, login.Message, error);
        return error switch
        {
            InvalidSubmissionException => InvalidArgument(error.Message, error),
            RemoteException remote => Failed(task, $"{remote.Endpoint} answered {remote.SimpleName}: {remote.Message}", error),
            ClusterRefusedException or HadoopConfigurationException or CertificateException or IOException or TimeoutException
                or UnauthorizedAccessException or FormatException => Failed(task, error.Message, error),
            _ => null,
        };
    }

    /// <summary>The caller has to change something.</summary>
    public static GrpcException InvalidArgument(string text, Exception? cause = null) => new(GrpcStatusCode.InvalidArgument, text, cause);

    /// <summary>The cluster refused or can not be reached.</summary>
    public static GrpcException Failed(string task, string reason, Exception? cause = null) =>
        new(GrpcStatusCode.Internal, $"Failed to {task}, exception:\n{reason}", cause);

    /// <summary>Whether a server does not answer, rather than refuses.</summary>
    public static bool IsOutage(IOException error) =>
        error is RpcConnectionException { Failure: RpcFailure.Unreachable or RpcFailure.Lost or RpcFailure.NoAnswer or RpcFailure.Closed }
        && FindLoginFailure(error) is null;

    private static KerberosException? FindLoginFailure(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is KerberosException login)
                return login;
        }

        return null;
    }
}
