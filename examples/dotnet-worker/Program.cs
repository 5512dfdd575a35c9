using Primes;
using Skein.Client;

// Both roles of the application: `primes coordinate NUMBER WORKERS` is the driver script, `primes work` runs in each worker's container.
using var application = ApplicationClient.FromCurrent();
switch (args)
{
    case ["coordinate", var number, var workers]:
        await new Coordinator(application).RunAsync(int.Parse(number), int.Parse(workers), CancellationToken.None);
        return 0;
    case ["work"] when CurrentContainer.Find()?.Instance is { } me:
        await new Worker(application.KeyValue, me).RunAsync(CancellationToken.None);
        return 0;
    default:
        Console.Error.WriteLine("usage: primes coordinate NUMBER WORKERS | primes work");
        return 2;
}
