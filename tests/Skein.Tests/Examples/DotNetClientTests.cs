using DotNetClient;
using Google.Protobuf;
using Skein.Protocol;
using Skein.Tests.Client;

namespace Skein.Tests.Examples;

public sealed class DotNetClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_stop_of_the_tour_works()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        master.Containers.Containers.Add(new Container { ServiceName = "worker", State = Container.Types.State.Requested });
        master.WebInterface.UiAddress.Add("http://rm:8088/proxy/application_1_0001/");
        master.WebInterface.ProxyPrefix = "/pages";
        master.Pages.Proxy.Add(new Proxy { Route = "dashboard", Target = "http://node7:8787/", LinkName = "Dashboard" });
        master.Transaction.MergeFrom(new TransactionResponse { Succeeded = true });
        using var output = new StringWriter();
        var tour = new Tour(client, output);
        await tour.ContainersAsync(Cancellation);
        await tour.KeysAsync(Cancellation);
        await tour.TransactionAsync(owner: null, Cancellation);
        Assert.Equal("fast", await tour.WaitAsync("config.mode", Cancellation));
        await tour.PagesAsync(Cancellation);
        await tour.EndAsync(Cancellation);
        Assert.Equal(
            """
            worker_0 is Requested
            1 containers run
            config.mode is fast, owned by nobody
            revision 2: config.mode, config.size
            10, then 20, now 1 keys
            locked
            Dashboard: http://rm:8088/proxy/application_1_0001/pages/dashboard

            """,
            output.ToString());
    }

    [Fact]
    public async Task Following_tells_every_change()
    {
        await using var master = await FakeApplicationMaster.StartAsync();
        using var client = master.Connect();
        using var cancel = new CancellationTokenSource();
        await using var output = new FirstLine();
        var following = new Tour(client, output).FollowAsync(cancel.Token);
        await master.Watching.Task.WaitAsync(Cancellation);
        master.Put(new PutKeyRequest { Key = "k", Value = ByteString.CopyFromUtf8("x") });
        Assert.Equal("1: Put k x", await output.Written.WaitAsync(Cancellation));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    /// <summary>Every line of code on the page stands in an example, so it compiles.</summary>
    [Fact]
    public void The_page_on_programs_quotes_the_examples()
    {
        var page = System.IO.File.ReadAllLines(RepositoryRoot.Beneath("docs", "programs.md"));
        var examples = Directory.GetFiles(RepositoryRoot.Beneath("examples"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(System.IO.File.ReadLines).Select(line => line.Trim()).ToHashSet();
        var quoted = new List<string>();
        var isCode = false;
        foreach (var line in page.Select(line => line.Trim()))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isCode = line == "```csharp";
            else if (isCode && line.Length > 0)
                quoted.Add(line);
        }

        Assert.NotEmpty(quoted);
        Assert.Empty(quoted.Except(examples));
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string?> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string?> Written => _written.Task;

        public override Task WriteLineAsync(string? value)
        {
            _written.TrySetResult(value);
            return Task.CompletedTask;
        }
    }
}
