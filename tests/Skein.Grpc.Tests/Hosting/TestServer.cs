using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;

namespace Skein.Grpc.Tests;

/// <summary>A server on a free loopback port with the test service. Signals of its handlers arrive on <see cref="Events"/>.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

    private TestServer()
    {
    }

    public GrpcServer Server { get; private set; } = null!;

    /// <summary>Lets the procedure Hang answer.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Port => Server.Port;

    public ListLogger Log { get; } = new();

    public static async Task<TestServer> StartAsync(Func<GrpcServerOptions, GrpcServerOptions>? adjust = null)
    {
        var host = new TestServer();
        var options = new GrpcServerOptions
        {
            Certificate = TestCertificates.Shared,
            Address = IPAddress.Loopback,
            LoggerFactory = host.Log,
        };
        var routes = new GrpcRoutes()
            .MapUnary(TestMethods.Echo, static (request, _) => Task.FromResult(new StringValue { Value = request.Value }))
            .MapUnary(TestMethods.Fail, static (request, _) => throw Failure(request.Value))
            .MapUnary(TestMethods.Repeat, static (request, _) => Task.FromResult(new StringValue { Value = new string('x', int.Parse(request.Value, CultureInfo.InvariantCulture)) }))
            .MapUnary(TestMethods.Hang, host.HangAsync)
            .MapDuplex(TestMethods.Unread, static (_, _, call) => Task.Delay(Timeout.Infinite, call.Cancellation))
            .MapDuplex(TestMethods.Chat, host.ChatAsync);
        host.Server = await GrpcServer.StartAsync(adjust?.Invoke(options) ?? options, routes, TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>The next signal of a handler.</summary>
    public ValueTask<string> NextEventAsync() => _events.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public GrpcChannel OpenChannel(Func<GrpcChannelOptions, GrpcChannelOptions>? adjust = null)
    {
        var options = new GrpcChannelOptions { Certificate = TestCertificates.Shared, Host = "127.0.0.1", Port = Port };
        return new GrpcChannel(adjust?.Invoke(options) ?? options);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    // "5 text" fails with status 5 and that text; anything else is an exception the handler did not foresee.
    private static Exception Failure(string request)
    {
        var parts = request.Split(' ', 2);
        return int.TryParse(parts[0], CultureInfo.InvariantCulture, out var status)
            ? new GrpcException((GrpcStatusCode)status, parts[1])
            : new InvalidOperationException(request);
    }

    private async Task<StringValue> HangAsync(StringValue request, GrpcServerCall call)
    {
        _events.Writer.TryWrite("hanging");
        try
        {
            await Release.Task.WaitAsync(call.Cancellation);
        }
        catch (OperationCanceledException)
        {
            _events.Writer.TryWrite("cancelled");
            throw;
        }

        return request;
    }

    // Answers each request "n" with n numbered responses.
    private async Task ChatAsync(IAsyncEnumerable<StringValue> requests, GrpcResponseWriter<StringValue> responses, GrpcServerCall call)
    {
        _events.Writer.TryWrite("chatting");
        try
        {
            await foreach (var request in requests.WithCancellation(call.Cancellation))
            {
                var count = int.Parse(request.Value, CultureInfo.InvariantCulture);
                for (var i = 0; i < count; i++)
                    await responses.WriteAsync(new StringValue { Value = $"{request.Value}.{i}" });
            }

            _events.Writer.TryWrite("completed");
        }
        catch (OperationCanceledException)
        {
            _events.Writer.TryWrite("cancelled");
            throw;
        }
    }
}
