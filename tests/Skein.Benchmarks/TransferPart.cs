using System.Diagnostics;
using System.Globalization;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;

namespace Skein.Benchmarks;

/// <summary>Rates at which a file is written to and read from several HDFS, which take turns.</summary>
/// <remarks><c>hdfs MIB ROUNDS NAME=CONFIGURATION...</c> prints <c>NAME write|read RATE</c> in MB/s, medians of the rounds.</remarks>
internal static class TransferPart
{
    private const int MebiByte = 1 << 20;
    private const double MegaBytes = MebiByte / 1e6;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var mebiBytes = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var rounds = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var targets = Array.ConvertAll(arguments[2..], target => target.Split('=', 2));
        var rates = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        // The first round warms up.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var target in targets)
            {
                var (write, read) = await MeasureAsync(target[1], mebiBytes);
                if (round == 0)
                    continue;
                Note($"{target[0]} write", write);
                Note($"{target[0]} read", read);
            }
        }

        foreach (var (what, all) in rates)
        {
            all.Sort();
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what} {all[all.Count / 2]:0.0}"));
        }

        return 0;

        void Note(string what, double rate)
        {
            if (!rates.TryGetValue(what, out var all))
                rates[what] = all = [];
            all.Add(rate);
        }
    }

    private static async Task<(double Write, double Read)> MeasureAsync(string directory, int mebiBytes)
    {
        var configuration = HadoopConfiguration.Load(directory, Environment.GetEnvironmentVariable);
        await using var rpc = new RpcClient(RpcSettings.Read(configuration));
        var factory = new FileSystemFactory(configuration, CurrentUser.Find(Environment.GetEnvironmentVariable), rpc);
        await using var files = factory.OpenDefault();
        var path = $"/tmp/bench-{Guid.NewGuid():N}";
        var part = new byte[MebiByte];
        Random.Shared.NextBytes(part);
        try
        {
            var begun = Stopwatch.GetTimestamp();
            await using (var stream = await files.CreateAsync(path, new FileCreation(), CancellationToken.None))
            {
                for (var written = 0; written < mebiBytes; written++)
                    await stream.WriteAsync(part, CancellationToken.None);
            }

            var write = mebiBytes * MegaBytes / Stopwatch.GetElapsedTime(begun).TotalSeconds;
            begun = Stopwatch.GetTimestamp();
            await using (var stream = await files.OpenReadAsync(path, CancellationToken.None))
            {
                for (var read = 0; read < mebiBytes; read++)
                    await stream.ReadExactlyAsync(part, CancellationToken.None);
            }

            return (write, mebiBytes * MegaBytes / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }
        finally
        {
            await files.DeleteAsync(path, recursive: false, CancellationToken.None);
        }
    }
}
