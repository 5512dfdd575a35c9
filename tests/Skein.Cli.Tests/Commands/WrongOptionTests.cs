using Skein.Hadoop.Security;

namespace Skein.Cli.Tests.Commands;

/// <summary>Options that are refused before any cluster is looked for: what is wrong, where, and what to write instead.</summary>
public sealed class WrongOptionTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData("Error: --node: '' says nothing of a node; give a name and a value, such as rack=/rack1", "cluster", "start", "--node", "")]
    [InlineData("Error: --node: ',' says nothing of a node; give a name and a value, such as rack=/rack1", "cluster", "start", "--node=,")]
    [InlineData("Error: --guest: 'eve' is given twice", "cluster", "start", "--guest", "eve", "--guest", "eve")]
    [InlineData("Error: --idle: '5m' is no whole number up to 2147483647", "cluster", "start", "--idle", "5m")]
    [InlineData("Error: --idle: '99999999999999' is no whole number up to 2147483647", "cluster", "start", "--idle", "99999999999999")]
    [InlineData("Error: --idle: -1 is too small; give 0 or more", "cluster", "start", "--idle", "-1")]
    [InlineData("Error: --memory: '1 GiB' is no whole number up to 9223372036854775807", "cluster", "start", "--memory", "1 GiB")]
    [InlineData("Error: Give one of --all, for every state, and --state", "ls", "--all", "--state", "RUNNING")]
    [InlineData("Error: Give one of --all, for every state, and --state", "application", "ls", "-s", "killed", "-a")]
    [InlineData("Error: Give one of --all, for every state, and --state", "container", "ls", "current", "-a", "--state", "FAILED")]
    [InlineData("Error: --started-begin: 'yesterday' is no time; write 2026-01-31, '2026-01-31 13:45' or 13:45", "ls", "--started-begin", "yesterday")]
    [InlineData("Error: --finished-end: '90s' is no time; write 2026-01-31, '2026-01-31 13:45' or 13:45", "ls", "--finished-end", "90s")]
    public async Task Option_is_named_with_what_to_write_instead(string sentence, params string[] line) =>
        Assert.Equal(sentence, await RefuseAsync(line));

    [Fact]
    public async Task Owner_of_the_cluster_is_no_guest() => Assert.Equal(
        $"Error: --guest: '{CurrentUser.SystemName}' is the cluster's own user; name another one",
        await RefuseAsync("cluster", "start", "--guest", CurrentUser.SystemName));

    // The first line of what it prints.
    private async Task<string> RefuseAsync(params string[] line)
    {
        var context = new CommandContext
        {
            Output = _output,
            Error = _error,
            Input = static () => Stream.Null,
            RawOutput = static () => Stream.Null,
            Environment = static _ => null,
        };
        Assert.Equal(2, await SkeinCommandLine.RunAsync(line, context));
        Assert.Equal("", _output.ToString());
        return _error.ToString().Split('\n')[0];
    }
}
