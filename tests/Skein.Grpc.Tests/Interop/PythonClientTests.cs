namespace Skein.Grpc.Tests;

/// <summary>Clients of skein 0.8.2 are Python programs with grpcio; these are the ways they use it.</summary>
[Collection(nameof(PythonCollection))]
public sealed class PythonClientTests(PythonEnvironment python)
{
    [Fact]
    public async Task A_python_client_is_answered()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await StartAsync(server, "echo");
        Assert.Equal("OK grüße 🦆", await client.ReadLineAsync());
        Assert.Equal("OK 1000000", await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_python_client_gets_status_and_text_of_every_failure()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await StartAsync(server, "errors");
        string longText = new('ö', 9000);
        await client.WriteLineAsync($"3 Unknown service 'größe 🦆'|9 100 %|5 |13 {longText}|the shelf broke");
        Assert.Equal("INVALID_ARGUMENT Unknown service 'größe 🦆'", await client.ReadLineAsync());
        Assert.Equal("FAILED_PRECONDITION 100 %", await client.ReadLineAsync());
        Assert.Equal("NOT_FOUND", (await client.ReadLineAsync()).Trim());
        Assert.Matches("^INTERNAL ö{600,}\\.\\.\\.$", await client.ReadLineAsync());
        Assert.Matches("^INTERNAL .*the shelf broke", await client.ReadLineAsync());
        Assert.Matches("^UNIMPLEMENTED .*Missing", await client.ReadLineAsync());
        Assert.Matches("^UNIMPLEMENTED .*skein.Other/Echo", await client.ReadLineAsync());
        Assert.Matches("^UNIMPLEMENTED .*gzip", await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_python_client_learns_of_the_message_limit_and_goes_on()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await StartAsync(server, "limit");
        Assert.Matches("^RESOURCE_EXHAUSTED .*4194309.*4194304", await client.ReadLineAsync());
        Assert.Equal("OK still here", await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_deadline_of_a_python_client_cancels_the_handler()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await StartAsync(server, "deadline");
        Assert.StartsWith("DEADLINE_EXCEEDED", await client.ReadLineAsync());
        Assert.Equal("hanging", await server.NextEventAsync());
        Assert.Equal("cancelled", await server.NextEventAsync());
    }

    [Fact]
    public async Task A_cancelled_call_of_a_python_client_cancels_the_handler()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await StartAsync(server, "cancel");
        Assert.Equal("started", await client.ReadLineAsync());
        Assert.Equal("hanging", await server.NextEventAsync());
        await client.WriteLineAsync("now");
        Assert.Equal("cancelled True", await client.ReadLineAsync());
        Assert.Equal("cancelled", await server.NextEventAsync());
    }

    [Fact]
    public async Task A_watch_of_a_python_client_runs_both_ways_and_ends_with_its_half()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await StartAsync(server, "watch");
        foreach (var line in new[] { "send 2", "next", "next", "send 1", "next", "close", "next" })
            await client.WriteLineAsync(line);
        foreach (var line in new[] { "OK 2.0", "OK 2.1", "OK 1.0", "END" })
            Assert.Equal(line, await client.ReadLineAsync());
        Assert.Equal("chatting", await server.NextEventAsync());
        Assert.Equal("completed", await server.NextEventAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_of_a_python_client_ends_with_UNAVAILABLE_when_the_server_stops(bool responded)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await StartAsync(server, "watch");
        if (responded)
        {
            await client.WriteLineAsync("send 1");
            await client.WriteLineAsync("next");
            Assert.Equal("OK 1.0", await client.ReadLineAsync());
        }

        Assert.Equal("chatting", await server.NextEventAsync());
        await client.WriteLineAsync("next");
        await server.Server.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal("UNAVAILABLE The server is shutting down", await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_watch_that_a_python_client_cancels_cancels_the_handler()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await StartAsync(server, "watch");
        Assert.Equal("chatting", await server.NextEventAsync());
        await client.WriteLineAsync("cancel");
        Assert.Equal("cancelled", await server.NextEventAsync());
        Assert.Empty(server.Log.Entries);
    }

    [Fact]
    public async Task A_python_client_that_is_killed_cancels_its_handlers()
    {
        await using var server = await TestServer.StartAsync();
        await using (var client = await StartAsync(server, "watch"))
            Assert.Equal("chatting", await server.NextEventAsync());
        Assert.Equal("cancelled", await server.NextEventAsync());
    }

    [Fact]
    public async Task A_python_client_with_another_pair_is_refused_as_UNAVAILABLE()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await PythonProcess.StartAsync(
            python, "client.py", TestCertificates.Other, $"{server.Port}", "echo");
        Assert.StartsWith("UNAVAILABLE", await client.ReadLineAsync());
    }

    private Task<PythonProcess> StartAsync(TestServer server, string action) =>
        PythonProcess.StartAsync(python, "client.py", TestCertificates.Shared, $"{server.Port}", action);
}
