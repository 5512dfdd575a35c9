using Skein.Cli.Packing;
using Skein.Grpc;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;
using Skein.Packer;
using Skein.Security;
using Skein.Submission;

namespace Skein.Cli;

/// <summary>Turns what went wrong into what the user reads and the exit status.</summary>
internal static class ErrorReport
{
    /// <summary>Prints an error and says how the process ends.</summary>
    /// <param name="error">What ended the command.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="verbose">Whether causes and remote stack traces are wanted.</param>
    public static ExitCode Print(Exception error, TextWriter writer, bool verbose)
    {
        var code = CodeOf(error);
        switch (code)
        {
            case ExitCode.Interrupted:
                writer.WriteLine($"Interrupted; {(error as IncompleteException)?.Message ?? "nothing was left behind"}.");
                return code;
            case ExitCode.Defect:
                writer.WriteLine("Error: this is a defect of skein. Please report it with the following lines.");
                writer.WriteLine(error);
                return code;
        }

        if (error is PackException pack)
        {
            ProblemList.Print(pack.Problems, writer);
        }
        else
        {
            foreach (var line in Lines(error))
                writer.WriteLine($"Error: {line}");
        }

        if (verbose)
            PrintCauses(error, writer);
        return code;
    }

    private static ExitCode CodeOf(Exception error) => error switch
    {
        OperationCanceledException => ExitCode.Interrupted,
        InvalidInputException or InvalidSubmissionException or PackException or HadoopConfigurationException
            or CertificateException => ExitCode.InvalidInput,
        ClusterRefusedException or GrpcException or IOException or UnauthorizedAccessException or TimeoutException => ExitCode.Refused,
        _ => ExitCode.Defect,
    };

    private static List<string> Lines(Exception error) => error switch
    {
        InvalidInputException input => Printable(input.Problems),
        InvalidSubmissionException submission => Printable(submission.Problems),
        // What a server says may have several lines.
        RemoteException remote => [$"{remote.Endpoint} answered {remote.SimpleName}: {remote.Message}"],
        IOException or UnauthorizedAccessException => [PrintableText.Of(error.Message)],
        _ => [error.Message],
    };

    private static List<string> Printable(IReadOnlyList<string> problems)
    {
        var lines = new List<string>(problems.Count);
        foreach (var problem in problems)
            lines.Add(PrintableText.Of(problem));
        return lines;
    }

    private static void PrintCauses(Exception error, TextWriter writer)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause != error)
                writer.WriteLine($"  because: {cause.Message}");
            if (cause is RemoteException { RemoteTrace: { } trace })
                writer.WriteLine(trace);
        }
    }
}
