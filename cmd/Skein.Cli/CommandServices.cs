using System.CommandLine;
using Skein.Cli.Clusters;
using Skein.Client;
using Skein.Contract;
using Skein.Submission;

namespace Skein.Cli;

/// <summary>What commands share: the way to a cluster and to a running application.</summary>
internal sealed class CommandServices(CommandContext context)
{
    private const string CurrentApplication = "current";

    public CommandContext Context { get; } = context;

    /// <summary>The cluster of <c>--conf</c> or the environment; nothing is dialled yet.</summary>
    public Task<SkeinClient> OpenClusterAsync(ParseResult arguments, CancellationToken cancellation) =>
        OpenClusterAsync(arguments, user: null, cancellation);

    /// <summary>
    /// The cluster of <c>--conf</c> or the environment; where there is none, this user's embedded cluster, started if it does not run.
    /// </summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="user">Another user to act as; null: nobody else.</param>
    /// <param name="cancellation">Ends the start of an embedded cluster.</param>
    public async Task<SkeinClient> OpenClusterAsync(ParseResult arguments, string? user, CancellationToken cancellation)
    {
        var options = new SkeinClientOptions
        {
            ConfigurationDirectory = arguments.GetValue(GlobalOptions.Configuration),
            User = user,
            Principal = arguments.GetValue(GlobalOptions.Principal),
            Keytab = arguments.GetValue(GlobalOptions.Keytab),
            BinaryPath = Environment.ProcessPath!,
            Note = sentence => Context.Error.WriteLine($"Note: {sentence}"),
            Environment = Context.Environment,
            Time = Context.Time,
        };
        return SkeinClient.Open(EmbeddedCluster.IsMeant(options) ? await EmbeddedCluster.UseAsync(options, cancellation) : options);
    }

    /// <summary>The id that an argument means: <c>current</c> is the application this container belongs to.</summary>
    public string ApplicationId(string argument)
    {
        if (argument != CurrentApplication)
            return argument;
        return Context.Environment(SkeinVariables.ApplicationId)
            ?? throw new InvalidInputException("'current' means this container's application, but this is no container; give an application id");
    }

    /// <summary>A client of a running application's master.</summary>
    public async Task<ApplicationClient> ConnectAsync(ParseResult arguments, string application, CancellationToken cancellation)
    {
        var id = ApplicationId(application);
        if (id == Context.Environment(SkeinVariables.ApplicationId)
            && ApplicationClient.FindCurrent(Context.Environment, Directory.GetCurrentDirectory()) is { } current)
        {
            return current;
        }

        await using var cluster = await OpenClusterAsync(arguments, cancellation);
        return await cluster.ConnectAsync(id, cancellation);
    }
}
