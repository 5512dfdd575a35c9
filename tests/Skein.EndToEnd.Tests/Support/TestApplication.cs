using System.Text.Json;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>A submitted application; killed at the end of its test if it still lives.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly SkeinUser _user;

    public TestApplication(SkeinUser user, string id)
    {
        _user = user;
        Id = id;
    }

    public string Id { get; }

    public static async Task<TestApplication> SubmitAsync(SkeinUser user, string specification) =>
        new(user, (await user.RunAsync("submit", specification)).Successful().Text);

    /// <summary>The report once YARN counts the application as ended.</summary>
    /// <param name="limit">How long it may take; null: three minutes.</param>
    public Task<JsonElement> FinishedAsync(TimeSpan? limit = null) => ReportAsync(
        report => report.GetProperty("state").GetString() is "FINISHED" or "FAILED" or "KILLED", "end", limit);

    /// <summary>The report once the application is in one of the states.</summary>
    public Task<JsonElement> StateAsync(params string[] states) =>
        ReportAsync(report => states.Contains(report.GetProperty("state").GetString()), $"state {string.Join('/', states)}");

    /// <summary>The report once it satisfies the condition, which <paramref name="what"/> names.</summary>
    public Task<JsonElement> ReportAsync(Func<JsonElement, bool> condition, string what, TimeSpan? limit = null) => PollAsync(
        async () =>
        {
            var status = (await _user.RunAsync("application", "status", Id, "--json")).Successful();
            return JsonDocument.Parse(status.Output).RootElement;
        },
        condition,
        what,
        limit);

    /// <summary>The containers once they satisfy the condition, ended ones included.</summary>
    public Task<IReadOnlyList<(string Id, string State, string Message)>> ContainersAsync(
        Func<IReadOnlyList<(string Id, string State, string Message)>, bool> condition) => PollAsync(
        async () =>
        {
            var list = (await _user.RunAsync("container", "ls", Id, "--all", "--json")).Successful();
            return (IReadOnlyList<(string, string, string)>)
            [
                .. JsonDocument.Parse(list.Output).RootElement.EnumerateArray().Select(container => (
                    container.GetProperty("id").GetString()!,
                    container.GetProperty("state").GetString()!,
                    container.GetProperty("exit_message").GetString()!)),
            ];
        },
        condition,
        "containers");

    /// <summary>The containers with their hosts once they satisfy the condition, ended ones included.</summary>
    public Task<IReadOnlyList<PlacedContainer>> PlacedAsync(Func<IReadOnlyList<PlacedContainer>, bool> condition) => PollAsync(
        async () =>
        {
            var list = (await _user.RunAsync("container", "ls", Id, "--all", "--json")).Successful();
            return (IReadOnlyList<PlacedContainer>)
            [
                .. JsonDocument.Parse(list.Output).RootElement.EnumerateArray().Select(container => new PlacedContainer(
                    container.GetProperty("id").GetString()!,
                    container.GetProperty("service").GetString()!,
                    container.GetProperty("state").GetString()!,
                    container.GetProperty("yarn_node_http_address").GetString()!.Split(':')[0],
                    container.GetProperty("lost").GetBoolean())),
            ];
        },
        condition,
        "containers");

    /// <summary>Aggregated logs, once YARN has them.</summary>
    public Task<string> LogsAsync(Func<string, bool> isComplete) => OutputAsync(isComplete, "logs", Id);

    /// <summary>What a command prints, once it succeeds and that is complete.</summary>
    public async Task<string> OutputAsync(Func<string, bool> isComplete, params string[] command) => (await PollAsync(
        () => _user.RunAsync(command), result => result.ExitCode == 0 && isComplete(result.Output), string.Join(' ', command))).Output;

    public async ValueTask DisposeAsync()
    {
        if ((await _user.RunAsync("status", Id, "--json")) is { ExitCode: 0 } status
            && JsonDocument.Parse(status.Output).RootElement.GetProperty("finish_time").GetInt64() == 0)
        {
            await _user.RunAsync("kill", Id);
        }
    }

    /// <summary>Reads again and again until the condition, which <paramref name="what"/> names, holds.</summary>
    public static async Task<T> PollAsync<T>(Func<Task<T>> read, Func<T, bool> condition, string what, TimeSpan? limit = null)
    {
        var end = DateTime.UtcNow + (limit ?? Limit);
        while (true)
        {
            var value = await read();
            if (condition(value))
                return value;
            Assert.True(DateTime.UtcNow < end, $"no {what} in time; last seen: {(value is System.Collections.IEnumerable items and not string ? string.Join(", ", items.Cast<object>()) : value)}");
            await Task.Delay(Poll, TestContext.Current.CancellationToken);
        }
    }
}
