using System.Globalization;
using Google.Protobuf;
using Skein.Benchmarks.Load;
using Skein.Grpc;
using Skein.Protocol;
using Skein.Security;

namespace Skein.Benchmarks;

/// <summary>What watchers cost one writer over gRPC.</summary>
/// <remarks>
/// <c>kv-watch CERTIFICATES WATCHERS QUIET WATCHED</c>, the latter two application masters as <c>NAME=HOST:PORT@PROCESS</c>. Each line:
/// <c>others|own RATIO PER_SECOND_WITHOUT PER_SECOND_WITH</c>. The writer takes turns on a server without watches, and on one with a stream
/// for each watcher and one client that reads ten messages a second of all there are, and comes again when it is dropped for that.
/// <c>others</c>: the streams watch keys that are not written; <c>own</c>: each watches one of the keys that are, so that every put is also
/// one event. Ratio and rates are medians of the turns. The watchers take their events on this machine, too.
/// </remarks>
internal static class WatchPart
{
    private const int Turns = 30;

    // Fewer than a server allows.
    private const int StreamsPerConnection = 1000;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.2);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var certificate = CertificateFiles.InConfiguration(arguments[0]);
        var watchers = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var (quiet, watched) = (Target.Parse(arguments[2]), Target.Parse(arguments[3]));
        var puts = new CallFrames(ApplicationMasterMethods.PutKey.Path, Enumerable.Range(0, watchers).Select(static i =>
            new PutKeyRequest { Key = KeyOf(i), Value = ByteString.CopyFrom(new byte[100]) }));
        await MeasureAsync("others", certificate, quiet, watched, puts, "-other");
        await MeasureAsync("own", certificate, quiet, watched, puts, "");
        return 0;
    }

    private static async Task MeasureAsync(
        string name, CertificateFiles files, Target quiet, Target watched, CallFrames puts, string suffix)
    {
        using var toQuiet = new LoadConnection(quiet, files, puts);
        using var toWatched = new LoadConnection(watched, files, puts);
        var connections = new List<LoadConnection>();
        for (var first = 0; first < puts.Count; first += StreamsPerConnection)
        {
            var watches = new CallFrames(
                ApplicationMasterMethods.Watch.Path,
                Enumerable.Range(first, Math.Min(StreamsPerConnection, puts.Count - first)).Select(i => WatchOf(KeyOf(i) + suffix)),
                isOpen: true);
            var connection = new LoadConnection(watched, files, watches);
            connections.Add(connection);
            for (var i = 0; i < watches.Count; i++)
            {
                connection.Open(i);
                connection.Take(1);
            }
        }

        using var certificate = CertificatePair.Load(files).ToCertificate();
        using var channel = new GrpcChannel(new GrpcChannelOptions { Certificate = certificate, Host = watched.Host, Port = watched.Port });
        using var end = new CancellationTokenSource();
        var stalling = StallAsync(channel, end.Token);
        Task[] taking = [.. connections.Select(connection => OnThread(() => TakeAll(connection)))];
        var turns = await OnThread(() => Measure(toQuiet, toWatched, puts.Count));
        Console.WriteLine(FormattableString.Invariant(
            $"{name} {Median(turns, static one => one.With / one.Without):F3} {Median(turns, static one => one.Without):F0} {Median(turns, static one => one.With):F0}"));
        await end.CancelAsync();
        connections.ForEach(static connection => connection.Dispose());
        await Task.WhenAll([stalling, .. taking]);
    }

    private static List<(double Without, double With)> Measure(LoadConnection quiet, LoadConnection watched, int keys)
    {
        var turns = new List<(double, double)>();
        for (var i = 0; i < Turns; i++)
        {
            // Each goes first every other time.
            var first = Put(i % 2 == 0 ? quiet : watched, keys);
            var second = Put(i % 2 == 0 ? watched : quiet, keys);
            turns.Add(i % 2 == 0 ? (first, second) : (second, first));
        }

        return turns;
    }

    /// <summary>Puts one key after the other.</summary>
    /// <returns>Puts per second.</returns>
    private static double Put(LoadConnection connection, int keys)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var done = 0; ; done++)
        {
            if (TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed >= Turn)
                return done / elapsed.TotalSeconds;
            connection.Call(done % keys);
        }
    }

    private static void TakeAll(LoadConnection connection)
    {
        try
        {
            connection.Take(long.MaxValue);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private static async Task StallAsync(GrpcChannel channel, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await using var call = channel.OpenDuplex(ApplicationMasterMethods.Watch, end);
                await call.WriteAsync(new WatchRequest { Create = new WatchCreateRequest() }, end);
                await foreach (var response in call.ReadAllAsync(end))
                    await Task.Delay(TimeSpan.FromSeconds(0.1), end);
            }
            catch (Exception e) when (end.IsCancellationRequested || e is GrpcException { Status: GrpcStatusCode.ResourceExhausted })
            {
                // The measurement is over, or the client was dropped.
            }
        }
    }

    private static Task OnThread(Action body) =>
        Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Task<T> OnThread<T>(Func<T> body) =>
        Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static WatchRequest WatchOf(string key) => new() { Create = new WatchCreateRequest { Start = key, End = key + '\0' } };

    private static string KeyOf(int i) => $"key-{i:D7}";

    private static double Median<T>(List<T> items, Func<T, double> figure) => items.Select(figure).Order().ElementAt(items.Count / 2);
}
