using System.CommandLine;
using System.Reflection;
using Skein.Cli.Tables;
using Skein.Protocol;
using Skein.Submission.Clusters;

namespace Skein.Cli.Commands;

/// <summary>
/// What scripts ask of <c>yarn</c>, answered in its layout where this program goes by that name and the machine has no other. Not for people.
/// </summary>
/// <remarks>
/// <code>
/// yarn application -list [-appStates STATE,...] | -status ID | -kill ID...
/// yarn node -list [-all] [-states STATE,...]
/// yarn logs -applicationId ID
/// yarn version
/// </code>
/// </remarks>
internal static class YarnCommand
{
    /// <summary>Name of the command: the root has that of the program, and yarn is one.</summary>
    public const string Name = "as-yarn";

    private const int NotAnswered = 1;
    private const string AllStates = "ALL";

    public static Command Create(CommandServices services)
    {
        var words = new Argument<string[]>("WORDS") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(Name, "Answers as yarn does.") { words };
        command.Hidden = true;
        command.SetAction((arguments, cancellation) => RunAsync(services, arguments, arguments.GetValue(words) ?? [], cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandServices services, ParseResult arguments, string[] words, CancellationToken cancellation)
    {
        var context = services.Context;
        switch (words)
        {
            case ["application" or "app", "-list", .. var rest]:
                await ListApplicationsAsync(services, arguments, rest, cancellation);
                return (int)ExitCode.Success;
            case ["application" or "app", "-status", var id]:
                await using (var cluster = await services.OpenClusterAsync(arguments, cancellation))
                    YarnTables.PrintApplication(await cluster.Applications.ReportAsync(id, cancellation), context.Output);
                return (int)ExitCode.Success;
            case ["application" or "app", "-kill", _, ..]:
                await KillAsync(services, arguments, words[2..], cancellation);
                return (int)ExitCode.Success;
            case ["node", "-list", .. var rest]:
                await ListNodesAsync(services, arguments, rest, cancellation);
                return (int)ExitCode.Success;
            case ["logs", "-applicationId", var id]:
                return await SkeinCommandLine.RunAsync(["logs", "--all", id], context);
            case ["version"]:
                await context.Output.WriteLineAsync($"skein {Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)}, answering as yarn");
                return (int)ExitCode.Success;
            default:
                await context.Error.WriteLineAsync(
                    $"skein, called as yarn: there is no other yarn on PATH, and this one does not know '{string.Join(' ', words)}'; it answers "
                    + "'application -list', '-status ID' and '-kill ID', 'node -list', 'logs -applicationId ID' and 'version'");
                return NotAnswered;
        }
    }

    private static async Task ListApplicationsAsync(
        CommandServices services, ParseResult arguments, string[] rest, CancellationToken cancellation)
    {
        var named = ValuesOf(rest, "-appStates");
        var states = named.Contains(AllStates, StringComparer.OrdinalIgnoreCase)
            ? Enum.GetValues<ApplicationState>()
            : Array.ConvertAll(named, static name => StateOption.Parse<ApplicationState>(name, "application", StateNames.Of));
        await using var cluster = await services.OpenClusterAsync(arguments, cancellation);
        YarnTables.PrintApplications(await cluster.Applications.ListAsync(new ApplicationFilter { States = states }, cancellation), services.Context.Output);
    }

    private static async Task KillAsync(CommandServices services, ParseResult arguments, string[] ids, CancellationToken cancellation)
    {
        await using var cluster = await services.OpenClusterAsync(arguments, cancellation);
        foreach (var id in ids)
        {
            await services.Context.Output.WriteLineAsync($"Killing application {id}");
            await cluster.Applications.KillAsync(id, cancellation);
        }
    }

    private static async Task ListNodesAsync(CommandServices services, ParseResult arguments, string[] rest, CancellationToken cancellation)
    {
        var named = Array.ConvertAll(ValuesOf(rest, "-states"), static name => StateOption.Parse<NodeState>(name, "node", StateNames.Of));
        var states = named.Length > 0 || rest.Contains("-all") ? named : [NodeState.Running];
        await using var cluster = await services.OpenClusterAsync(arguments, cancellation);
        YarnTables.PrintNodes(await cluster.Nodes.ListAsync(states, cancellation), services.Context.Output);
    }

    private static string[] ValuesOf(string[] words, string option) =>
        Array.IndexOf(words, option) is var place and >= 0 && place + 1 < words.Length ? words[place + 1].Split(',') : [];
}
