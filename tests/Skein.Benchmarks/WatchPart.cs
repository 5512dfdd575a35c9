using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Skein.Benchmarks.Load;
using Skein.Grpc;
using Skein.Protocol;
using Skein.Security;

namespace Skein.Benchmarks;

/// <summary>What watchers cost one writer over gRPC.</summary>
/// <remarks>
/// <c>kv-watch CERTIFICATES WATCHERS QUIET WATCHED</c>, the latter two application masters as <c>NAME=HOST:PORT@PROCESS</c>. Each line:
/// <c>others|one|own client|raw RATIO PER_SECOND_QUIET PER_SECOND_WATCHED</c>. The writer, a program with the client library or a raw
/// connection, takes turns on both. Nobody watches the first one; the second has: <list type="bullet">
/// <item><c>others</c>: a stream for each watcher, on keys that are not written, and one client that reads ten messages a second of all there
/// are, and comes again when it is dropped for that;</item>
/// <item><c>one</c>: one stream on all keys that are written, so that every put is an event;</item>
/// <item><c>own</c>: a stream for each key that is written, and the client that hardly reads.</item></list>
/// Ratio and rates are medians of the turns. The watchers take their events on this machine, by raw connections: what an event costs the writer
/// is also what that costs.
/// </remarks>
internal static class WatchPart
{
    // On a busy machine the ratio of a single turn is anything between a half and one and a half.
    private const int Turns = 30;

    // Fewer than a server allows.
    private const int StreamsPerConnection = 1000;

    // Long beside the beginning of a burst, from which it takes the server some ten milliseconds to begin to gather events.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var files = CertificateFiles.InConfiguration(arguments[0]);
        var watchers = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var (quiet, watched) = (Target.Parse(arguments[2]), Target.Parse(arguments[3]));
        PutKeyRequest[] requests =
            [.. Enumerable.Range(0, watchers).Select(static i => new PutKeyRequest { Key = KeyOf(i), Value = ByteString.CopyFrom(new byte[100]) })];
        await MeasureAsync("others", [.. Enumerable.Range(0, watchers).Select(static i => WatchOf($"{KeyOf(i)}-other"))], isOneStalled: true);
        await MeasureAsync("one", [WatchOf(KeyOf(0), KeyOf(watchers))], isOneStalled: false);
        await MeasureAsync("own", [.. Enumerable.Range(0, watchers).Select(static i => WatchOf(KeyOf(i)))], isOneStalled: true);
        return 0;

        Task MeasureAsync(string name, WatchRequest[] watches, bool isOneStalled) =>
            WatchPart.MeasureAsync(name, files, requests, quiet, watched, watches, isOneStalled);
    }

    private static async Task MeasureAsync(
        string name, CertificateFiles files, PutKeyRequest[] requests, Target quiet, Target watched, WatchRequest[] watches, bool isOneStalled)
    {
        var puts = new CallFrames(ApplicationMasterMethods.PutKey.Path, requests);
        List<LoadConnection> connections = [.. Watch(watched, files, watches)];
        using var certificate = CertificatePair.Load(files).ToCertificate();
        using var toQuiet = ChannelTo(quiet, certificate);
        using var toWatched = ChannelTo(watched, certificate);
        using var rawToQuiet = new LoadConnection(quiet, files, puts);
        using var rawToWatched = new LoadConnection(watched, files, puts);
        using var ofStalled = ChannelTo(watched, certificate);
        using var end = new CancellationTokenSource();
        var stalling = isOneStalled ? StallAsync(ofStalled, end.Token) : Task.CompletedTask;
        Task[] taking = [.. connections.Select(connection => OnThread(() => TakeAll(connection)))];
        await CompareAsync($"{name} client", ByClient(toQuiet), ByClient(toWatched));
        await CompareAsync($"{name} raw", ByConnection(rawToQuiet), ByConnection(rawToWatched));
        await end.CancelAsync();
        connections.ForEach(static connection => connection.Dispose());
        await Task.WhenAll([stalling, .. taking]);

        Func<int, Task> ByClient(GrpcChannel channel) => i =>
            channel.CallAsync(ApplicationMasterMethods.PutKey, requests[i % requests.Length], deadline: null, CancellationToken.None);

        Func<int, Task> ByConnection(LoadConnection connection) => i =>
        {
            connection.Call(i % requests.Length);
            return Task.CompletedTask;
        };
    }

    /// <summary>Has a writer, who may block, take turns on the two servers, and writes the line.</summary>
    private static async Task CompareAsync(string name, Func<int, Task> putWithout, Func<int, Task> putWith)
    {
        var turns = new List<(double Without, double With)>();
        for (var i = 0; i < Turns; i++)
        {
            // Each goes first every other time.
            var first = await OnThread(() => PutAsync(i % 2 == 0 ? putWithout : putWith)).Unwrap();
            var second = await OnThread(() => PutAsync(i % 2 == 0 ? putWith : putWithout)).Unwrap();
            turns.Add(i % 2 == 0 ? (first, second) : (second, first));
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{name} {Median(turns, static one => one.With / one.Without):F3} {Median(turns, static one => one.Without):F0} {Median(turns, static one => one.With):F0}"));
    }

    /// <summary>Puts one key after the other.</summary>
    /// <returns>Puts per second.</returns>
    private static async Task<double> PutAsync(Func<int, Task> put)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var done = 0; ; done++)
        {
            if (TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed >= Turn)
                return done / elapsed.TotalSeconds;
            await put(done);
        }
    }

    /// <summary>Opens a stream for each watch, a thousand on each connection.</summary>
    private static IEnumerable<LoadConnection> Watch(Target target, CertificateFiles files, WatchRequest[] requests)
    {
        foreach (var some in requests.Chunk(StreamsPerConnection))
        {
            var connection = new LoadConnection(target, files, new CallFrames(ApplicationMasterMethods.Watch.Path, some, isOpen: true));
            for (var i = 0; i < some.Length; i++)
            {
                connection.Open(i);
                connection.Take(1);
            }

            yield return connection;
        }
    }

    private static GrpcChannel ChannelTo(Target target, X509Certificate2 certificate) =>
        new(new GrpcChannelOptions { Certificate = certificate, Host = target.Host, Port = target.Port });

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

    private static WatchRequest WatchOf(string key) => WatchOf(key, key + '\0');

    private static WatchRequest WatchOf(string start, string end) => new() { Create = new WatchCreateRequest { Start = start, End = end } };

    private static string KeyOf(int i) => $"key-{i:D7}";

    private static double Median<T>(List<T> items, Func<T, double> figure) => items.Select(figure).Order().ElementAt(items.Count / 2);
}
