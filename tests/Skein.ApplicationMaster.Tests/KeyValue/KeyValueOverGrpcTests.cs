using Google.Protobuf;
using Skein.ApplicationMaster.KeyValue;
using Skein.Grpc;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.KeyValue.Messages;

namespace Skein.ApplicationMaster.Tests.KeyValue;

/// <summary>The procedures as a client on the network has them.</summary>
public sealed class KeyValueOverGrpcTests : IAsyncLifetime
{
    private KeyValueServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _server = await KeyValueServer.StartAsync(new KeyValueServiceOptions { MaxWatchLag = 1024 * 1024 });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_procedure_is_served()
    {
        await _server.CallAsync(ApplicationMasterMethods.PutKey, Put("a", "1", Worker(0)));
        var found = await _server.CallAsync(ApplicationMasterMethods.GetRange, GetAll);
        var done = await _server.CallAsync(ApplicationMasterMethods.Transaction, new TransactionRequest { OnFailure = { new OpRequest() { GetRange = GetAll } } });
        var removed = await _server.CallAsync(ApplicationMasterMethods.DeleteRange, Delete("", ""));

        Assert.Equal("a=1@worker_0", Draw(found.Result));
        Assert.True(done.Succeeded);
        Assert.Equal(1, removed.Count);
    }

    [Fact]
    public async Task A_refusal_reaches_the_client_with_code_and_text()
    {
        var refusal = await Assert.ThrowsAsync<GrpcException>(() => _server.CallAsync(ApplicationMasterMethods.PutKey, Put("a", "1", Worker(9))));

        Assert.Equal(GrpcStatusCode.InvalidArgument, refusal.Status);
        Assert.Equal("Service 'worker' has no container instance 9", refusal.Message);
    }

    [Fact]
    public async Task A_watch_stream_carries_replies_and_events_and_ends_when_the_client_closes_its_half()
    {
        await using var call = _server.Channel.OpenDuplex(ApplicationMasterMethods.Watch, Cancellation);
        await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await call.WriteAsync(new WatchRequest { Create = new WatchCreateRequest { Start = "a", End = "b" } }, Cancellation);
        Assert.True(await responses.MoveNextAsync());
        Assert.Equal("CREATE 0:", Draw(responses.Current));

        await _server.CallAsync(ApplicationMasterMethods.PutKey, Put("a", "1"));
        Assert.True(await responses.MoveNextAsync());
        Assert.Equal("PUT 0: a=1", Draw(responses.Current));

        call.CompleteRequests();
        Assert.False(await responses.MoveNextAsync());
    }

    [Fact]
    public async Task Open_watch_streams_end_as_unavailable_when_the_application_ends()
    {
        await using var call = _server.Channel.OpenDuplex(ApplicationMasterMethods.Watch, Cancellation);
        await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await call.WriteAsync(new WatchRequest { Create = new WatchCreateRequest() }, Cancellation);
        Assert.True(await responses.MoveNextAsync());
        var next = responses.MoveNextAsync();

        await _server.StopAsync();

        var told = await Assert.ThrowsAsync<GrpcException>(async () => await next);
        Assert.Equal(GrpcStatusCode.Unavailable, told.Status);
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_told_why_its_stream_ended_when_it_reads_again()
    {
        await using var call = _server.Channel.OpenDuplex(ApplicationMasterMethods.Watch, Cancellation);
        await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await call.WriteAsync(new WatchRequest { Create = new WatchCreateRequest() }, Cancellation);
        Assert.True(await responses.MoveNextAsync());

        // Far more than the connection's windows and the bound take together, while others are served as ever.
        const int Puts = 60;
        var put = new PutKeyRequest { Key = "a", Value = ByteString.CopyFrom(new byte[200_000]) };
        for (var i = 0; i < Puts; i++)
            await _server.CallAsync(ApplicationMasterMethods.PutKey, put);

        var events = 0;
        var told = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            while (await responses.MoveNextAsync())
                events++;
        });
        Assert.Equal(GrpcStatusCode.ResourceExhausted, told.Status);
        Assert.InRange(events, 1, Puts - 1);
    }
}
