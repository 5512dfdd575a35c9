using System.Collections.Concurrent;
using System.Net.Sockets;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Tests.Rpc.Server;

public sealed class RpcServerTests : IAsyncDisposable
{
    private const string Method = "getApplicationReport";

    private static readonly RpcOptions Once = new() { Retry = RpcRetryOptions.None };

    private readonly OneToken _tokens = new();
    private readonly RpcClient _client = new(Once);
    private RpcServer? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_holder_of_a_token_is_known_by_it()
    {
        var callers = new ConcurrentQueue<string>();
        Start((request, caller, _) =>
        {
            callers.Enqueue(caller.User);
            return Echo(request);
        });
        Assert.Equal(7, await CallAsync(Channel(), 7));
        Assert.Equal(["alice"], callers);
    }

    [Fact]
    public async Task Calls_of_one_connection_are_answered_as_they_end()
    {
        var first = new TaskCompletionSource();
        Start(async (request, _, cancellation) =>
        {
            if (request.ApplicationId.Id == 0)
                await first.Task.WaitAsync(cancellation);
            return await Echo(request);
        });
        var channel = Channel();
        var slow = CallAsync(channel, 0);
        Assert.Equal(1, await CallAsync(channel, 1));
        Assert.False(slow.IsCompleted);
        first.SetResult();
        Assert.Equal(0, await slow);
    }

    [Fact]
    public async Task A_token_is_found_by_the_address_that_answers()
    {
        Start((request, _, _) => Echo(request));
        var credentials = new Credentials();
        credentials.Add(_tokens.Token with { Service = $"127.0.0.1:{_server!.Endpoint.Port}" });
        var target = new RpcTarget(
            new HadoopEndpoint("localhost", _server.Endpoint.Port), YarnProtocols.ApplicationClient, new UserIdentity("alice", credentials));
        var tokens = new TokenChoice(credentials, _tokens.Token.Kind);
        Assert.Equal(7, await CallAsync(_client.Open(target with { Tokens = tokens }), 7));
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(
            () => CallAsync(_client.Open(target with { Tokens = tokens with { Kind = TokenKinds.HdfsDelegation } }), 8));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        Start((request, _, _) => Echo(request));
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(
            Channel(_tokens.Token with { Password = new Secret("guess"u8.ToArray()) }), 1));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
        Assert.Contains("Mismatched response", failure.Message);
    }

    [Fact]
    public async Task An_unknown_token_is_refused()
    {
        Start((request, _, _) => Echo(request));
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(
            Channel(_tokens.Token with { Identifier = new byte[] { 9 } }), 1));
        Assert.Equal(RemoteErrors.InvalidToken, Assert.IsType<RemoteException>(failure.InnerException).ClassName);
    }

    [Fact]
    public async Task Nobody_calls_without_a_token()
    {
        Start((request, _, _) => Echo(request));
        var target = new RpcTarget(_server!.Endpoint, YarnProtocols.ApplicationClient, new UserIdentity("alice", new Credentials()));
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(_client.Open(target), 1));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
        Assert.Contains("SIMPLE authentication is not enabled", failure.Message);
    }

    [Fact]
    public async Task A_handlers_refusal_keeps_its_class_and_text()
    {
        Start((_, _, _) => throw new RpcRefusedException(YarnErrors.ApplicationNotFound, "no such application"));
        var failure = await Assert.ThrowsAsync<RemoteException>(() => CallAsync(Channel(), 1));
        Assert.Equal((YarnErrors.ApplicationNotFound, "no such application"), (failure.ClassName, failure.Message));
    }

    [Fact]
    public async Task A_handlers_defect_is_told_and_harms_no_other_call()
    {
        var failures = new ConcurrentQueue<string>();
        Start(
            (request, _, _) => request.ApplicationId.Id == 0 ? throw new InvalidOperationException("a defect") : Echo(request),
            options => options with { OnHandlerFailed = (method, e) => failures.Enqueue($"{method}: {e.Message}") });
        var channel = Channel();
        var failure = await Assert.ThrowsAsync<RemoteException>(() => CallAsync(channel, 0));
        Assert.Equal("java.io.IOException", failure.ClassName);
        Assert.Equal([$"{Method}: a defect"], failures);
        Assert.Equal(1, await CallAsync(channel, 1));
    }

    [Theory]
    [InlineData("another.Protocol", Method, "org.apache.hadoop.ipc.RpcNoSuchProtocolException")]
    [InlineData(YarnProtocols.ApplicationClient, "getNothing", "org.apache.hadoop.ipc.RpcNoSuchMethodException")]
    public async Task What_is_not_offered_is_refused_by_its_kind(string protocol, string method, string error)
    {
        Start((request, _, _) => Echo(request));
        var target = new RpcTarget(_server!.Endpoint, protocol, new UserIdentity("alice", new Credentials()), _tokens.Token);
        var failure = await Assert.ThrowsAsync<RemoteException>(() => _client.Open(target).CallAsync(
            method, new GetApplicationReportRequestProto(), GetApplicationReportResponseProto.Parser, Cancellation));
        Assert.Equal(error, failure.ClassName);
    }

    [Fact]
    public async Task Another_requests_bytes_are_refused()
    {
        Start((request, _, _) => Echo(request));
        var failure = await Assert.ThrowsAsync<RemoteException>(() => Channel().CallAsync(
            Method,
            new Skein.Hadoop.Rpc.Protocol.RequestHeaderProto { MethodName = "x" },
            GetApplicationReportResponseProto.Parser,
            Cancellation));
        Assert.Equal("com.google.protobuf.InvalidProtocolBufferException", failure.ClassName);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("hrpc\t\0\u00df\u007f\u00ff\u00ff\u00ff")]
    [InlineData("hrpc\t\0\u00df\0\0\0\u0003\u0002zz")]
    public async Task Garbage_ends_its_own_connection_only(string bytes)
    {
        Start((request, _, _) => Echo(request));
        var channel = Channel();
        Assert.Equal(1, await CallAsync(channel, 1));
        using (var hostile = new TcpClient(_server!.Endpoint.Host, _server.Endpoint.Port))
        {
            var stream = hostile.GetStream();
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(bytes), Cancellation);
            Assert.Equal(0, await stream.ReadAsync(new byte[1], Cancellation));
        }

        Assert.Equal(2, await CallAsync(channel, 2));
    }

    [Fact]
    public async Task An_older_client_is_told_the_version()
    {
        Start((request, _, _) => Echo(request));
        using var old = new TcpClient(_server!.Endpoint.Host, _server.Endpoint.Port);
        await old.GetStream().WriteAsync("hrpc\u0008\0\0"u8.ToArray(), Cancellation);
        using var reader = new StreamReader(old.GetStream(), System.Text.Encoding.Latin1);
        Assert.Contains("VersionMismatch", await reader.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task Whoever_does_not_prove_themselves_in_time_is_cut()
    {
        var time = new ManualTimeProvider();
        Start((request, _, _) => Echo(request), options => options with { TimeProvider = time });
        using var silent = new TcpClient(_server!.Endpoint.Host, _server.Endpoint.Port);
        var end = silent.GetStream().ReadAsync(new byte[1], Cancellation).AsTask();
        await time.WaitForTimerAsync(new RpcServerOptions().PatienceTime, Cancellation);
        time.Advance(new RpcServerOptions().PatienceTime);
        Assert.Equal(0, await end);
    }

    [Fact]
    public async Task Connections_beyond_the_bound_are_closed()
    {
        Start((request, _, _) => Echo(request), options => options with { MaxConnections = 1 });
        Assert.Equal(1, await CallAsync(Channel(), 1));
        using var further = new TcpClient(_server!.Endpoint.Host, _server.Endpoint.Port);
        Assert.Equal(0, await further.GetStream().ReadAsync(new byte[1], Cancellation));
        Assert.Equal(2, await CallAsync(Channel(), 2));
    }

    [Fact]
    public async Task Stopping_cancels_the_calls_in_progress()
    {
        var begun = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        Start(async (request, _, cancellation) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => cancelled.SetResult(), TaskScheduler.Default);
            return await Echo(request);
        });
        var call = CallAsync(Channel(), 1);
        await begun.Task.WaitAsync(Cancellation);
        await _server!.DisposeAsync();
        _server = null;
        Assert.True(cancelled.Task.IsCompleted);
        await Assert.ThrowsAsync<RpcConnectionException>(() => call);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private static Task<GetApplicationReportResponseProto> Echo(GetApplicationReportRequestProto request) =>
        Task.FromResult(new GetApplicationReportResponseProto
        {
            ApplicationReport = new ApplicationReportProto { ApplicationId = request.ApplicationId },
        });

    private static async Task<int> CallAsync(IRpcChannel channel, int id)
    {
        var request = new GetApplicationReportRequestProto { ApplicationId = new ApplicationIdProto { Id = id } };
        return (await new ResourceManagerClient(channel).GetApplicationReportAsync(request, Cancellation)).ApplicationReport.ApplicationId.Id;
    }

    private IRpcChannel Channel(Token? token = null) => _client.Open(new RpcTarget(
        _server!.Endpoint,
        YarnProtocols.ApplicationClient,
        new UserIdentity("alice", new Credentials()),
        token ?? _tokens.Token));

    private void Start(
        Func<GetApplicationReportRequestProto, RpcCaller, CancellationToken, Task<GetApplicationReportResponseProto>> handler,
        Func<RpcServerOptions, RpcServerOptions>? configure = null)
    {
        var options = new RpcServerOptions();
        _server = RpcServer.Listen(configure?.Invoke(options) ?? options);
        _server.Serve(
            _tokens,
            new RpcProtocol(YarnProtocols.ApplicationClient).Map(Method, GetApplicationReportRequestProto.Parser, handler));
    }
}
