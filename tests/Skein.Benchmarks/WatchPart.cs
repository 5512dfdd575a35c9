using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Skein.ApplicationMaster.KeyValue;
using Skein.Grpc;
using Skein.KeyValue;
using Skein.Protocol;
using Skein.Security;

namespace Skein.Benchmarks;

/// <summary>What watchers cost one writer over gRPC.</summary>
/// <remarks>
/// <c>kv-watch [WATCHERS [SECONDS]]</c>. Each line: <c>others|own RATIO PER_SECOND_WITHOUT PER_SECOND_WITH</c>. The writer takes turns of
/// so many seconds on a server without watches, and on one with a stream for each watcher and one client that reads ten messages a
/// second of all there are, and comes again when it is dropped for that. <c>others</c>: the streams watch keys that are not written;
/// <c>own</c>: each watches one of the keys that are, so that every put is also one event. Ratio and rates are medians of the turns. All of it is in
/// this process: the watchers' side counts as well.
/// </remarks>
internal static class WatchPart
{
    private const int Turns = 30;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var watchers = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 10_000;
        var turn = TimeSpan.FromSeconds(arguments.Length > 1 ? double.Parse(arguments[1], CultureInfo.InvariantCulture) : 0.2);
        using var certificate = CertificatePair.Generate().ToCertificate();
        await MeasureAsync("others", certificate, watchers, "-other", turn);
        await MeasureAsync("own", certificate, watchers, "", turn);
        return 0;
    }

    private static async Task MeasureAsync(string name, X509Certificate2 certificate, int watchers, string suffix, TimeSpan turn)
    {
        await using var quiet = await ListenAsync(certificate);
        await using var watched = await ListenAsync(certificate);
        using var toQuiet = Connect(certificate, quiet);
        using var toWatched = Connect(certificate, watched);
        using var watching = Connect(certificate, watched);
        using var end = new CancellationTokenSource();
        var streams = new List<Task>();
        for (var i = 0; i < watchers; i++)
        {
            var created = new TaskCompletionSource();
            var key = KeyOf(i) + suffix;
            streams.Add(WatchAsync(watching, new WatchCreateRequest { Start = key, End = key + '\0' }, created, TimeSpan.Zero, end.Token));
            await created.Task;
        }

        streams.Add(StallAsync(watching, end.Token));
        var turns = new List<(double Ratio, double Without, double With)>();
        for (var i = 0; i < Turns; i++)
        {
            // Each goes first every other time.
            var first = await PutAsync(i % 2 == 0 ? toQuiet : toWatched, watchers, turn);
            var second = await PutAsync(i % 2 == 0 ? toWatched : toQuiet, watchers, turn);
            var (without, with) = i % 2 == 0 ? (first, second) : (second, first);
            turns.Add((with / without, without, with));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} {Median(turns, static one => one.Ratio):F3} {Median(turns, static one => one.Without):F0} {Median(turns, static one => one.With):F0}"));
        await end.CancelAsync();
        await Task.WhenAll(streams);
    }

    /// <summary>Puts one key after the other.</summary>
    /// <returns>Puts per second.</returns>
    private static async Task<double> PutAsync(GrpcChannel channel, int keys, TimeSpan turn)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var done = 0; ; done++)
        {
            if (TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed >= turn)
                return done / elapsed.TotalSeconds;
            var put = new PutKeyRequest { Key = KeyOf(done % keys), Value = ByteString.CopyFrom(new byte[100]) };
            await channel.CallAsync(ApplicationMasterMethods.PutKey, put, null, CancellationToken.None);
        }
    }

    private static async Task StallAsync(GrpcChannel channel, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
            await WatchAsync(channel, new WatchCreateRequest(), new TaskCompletionSource(), TimeSpan.FromSeconds(0.1), end);
    }

    private static async Task WatchAsync(
        GrpcChannel channel, WatchCreateRequest create, TaskCompletionSource created, TimeSpan pause, CancellationToken end)
    {
        try
        {
            await using var call = channel.OpenDuplex(ApplicationMasterMethods.Watch, end);
            await call.WriteAsync(new WatchRequest { Create = create }, end);
            await foreach (var response in call.ReadAllAsync(end))
            {
                created.TrySetResult();
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, end);
            }
        }
        catch (Exception e) when (end.IsCancellationRequested || e is GrpcException { Status: GrpcStatusCode.ResourceExhausted })
        {
            // The measurement is over, or the client was dropped.
        }
    }

    private static Task<GrpcServer> ListenAsync(X509Certificate2 certificate)
    {
        var routes = new GrpcRoutes();
        new KeyValueService(new KeyValueStore(), new NoContainers()).Map(routes);
        return GrpcServer.StartAsync(new GrpcServerOptions { Certificate = certificate, Address = IPAddress.Loopback }, routes, CancellationToken.None);
    }

    private static GrpcChannel Connect(X509Certificate2 certificate, GrpcServer server) =>
        new(new GrpcChannelOptions { Certificate = certificate, Host = "127.0.0.1", Port = server.Port });

    private static string KeyOf(int i) => $"key-{i:D7}";

    private static double Median<T>(List<T> items, Func<T, double> figure) => items.Select(figure).Order().ElementAt(items.Count / 2);

    private sealed class NoContainers : IContainerDirectory
    {
        public OwnerState Find(string service, int instance) => OwnerState.UnknownService;
    }
}
