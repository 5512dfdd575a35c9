using System.Globalization;
using Google.Protobuf;
using Skein.Benchmarks.Load;
using Skein.Protocol;
using Skein.Security;

namespace Skein.Benchmarks;

/// <summary>Puts and gets per second of application masters over gRPC with mutual TLS.</summary>
/// <remarks>
/// <c>kv-grpc CERTIFICATES SECONDS CONNECTIONS,... NAME=HOST:PORT@PROCESS...</c>. Each line: <c>NAME put|get CONNECTIONS
/// PER_SECOND P99_MICROSECONDS SERVER_MICROSECONDS</c>, the medians of several spells. Servers take turns, so that a busy moment of the machine meets all of them.
/// Values have 100 bytes; keys are taken at random out of 1000.
/// </remarks>
internal static class LoadPart
{
    private const int Rounds = 5;
    private const int Keys = 1000;
    private const int ValueSize = 100;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var certificate = CertificateFiles.InConfiguration(arguments[0]);
        var duration = TimeSpan.FromSeconds(double.Parse(arguments[1], CultureInfo.InvariantCulture));
        int[] connections = [.. arguments[2].Split(',').Select(static text => int.Parse(text, CultureInfo.InvariantCulture))];
        Target[] targets = [.. arguments[3..].Select(Target.Parse)];
        var puts = new CallFrames(ApplicationMasterMethods.PutKey.Path, Enumerable.Range(0, Keys).Select(static i => new PutKeyRequest
        {
            Key = KeyOf(i),
            Value = ByteString.CopyFrom(new byte[ValueSize]),
        }));
        var gets = new CallFrames(ApplicationMasterMethods.GetRange.Path, Enumerable.Range(0, Keys).Select(static i => new GetRangeRequest
        {
            Start = KeyOf(i),
            End = KeyOf(i) + '\0',
        }));

        // The other side compiles while it runs: what is measured is its best.
        foreach (var target in targets)
        {
            using var putting = new LoadGenerator(target, certificate, puts, connections.Max(), leastAnswer: 0);
            putting.CallEach();
            await putting.RunAsync(duration * Rounds);
            using var getting = new LoadGenerator(target, certificate, gets, connections.Max(), ValueSize);
            await getting.RunAsync(duration * Rounds);
        }

        foreach (var count in connections)
        {
            await MeasureAsync("put", puts, count, leastAnswer: 0);
            await MeasureAsync("get", gets, count, ValueSize);
        }

        return 0;

        async Task MeasureAsync(string operation, CallFrames calls, int count, int leastAnswer)
        {
            var results = targets.ToDictionary(static target => target, static _ => new List<LoadResult>());
            LoadGenerator[] generators = [.. targets.Select(target => new LoadGenerator(target, certificate, calls, count, leastAnswer))];
            try
            {
                for (var round = 0; round < Rounds; round++)
                {
                    foreach (var (target, generator) in targets.Zip(generators))
                    {
                        await generator.RunAsync(duration / 10);
                        results[target].Add(await generator.RunAsync(duration));
                    }
                }
            }
            finally
            {
                Array.ForEach(generators, static generator => generator.Dispose());
            }

            foreach (var (target, spells) in results)
            {
                var rate = Median(spells, static spell => spell.PerSecond);
                var p99 = Median(spells, static spell => spell.P99.TotalMicroseconds);
                var server = Median(spells, static spell => spell.ServerTime.TotalMicroseconds);
                Console.WriteLine(FormattableString.Invariant($"{target.Name} {operation} {count} {rate:F0} {p99:F0} {server:F0}"));
            }
        }
    }

    private static double Median(List<LoadResult> spells, Func<LoadResult, double> figure) => spells.Select(figure).Order().ElementAt(Rounds / 2);

    private static string KeyOf(int i) => $"key-{i:D7}";
}
