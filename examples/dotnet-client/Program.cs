using DotNetClient;
using Skein.Client;
using Skein.Security;
using Skein.Submission;

if (args is not [var place])
{
    Console.Error.WriteLine("usage: dotnet run -- cluster | APPLICATION_ID | HOST:PORT");
    return 2;
}

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupt.Cancel();
};
if (place == "cluster")
{
    await using var skein = SkeinClient.Open();
    await new ClusterTour(skein, Console.Out).ShowAsync(interrupt.Token);
    return 0;
}

using var application = place.Contains(':') ? await ByAddressAsync(place) : await ByIdAsync(place);
var tour = new Tour(application, Console.Out);
await tour.ContainersAsync(interrupt.Token);
await tour.KeysAsync(interrupt.Token);
await tour.TransactionAsync(owner: null, interrupt.Token);
await tour.PagesAsync(interrupt.Token);
try
{
    await tour.FollowAsync(interrupt.Token);
}
catch (OperationCanceledException)
{
    // Ctrl-C is how one stops following.
}

return 0;

async Task<ApplicationClient> ByAddressAsync(string address)
{
    var directory = CertificateFiles.ConfigurationDirectory(Environment.GetEnvironmentVariable);
    var certificate = CertificatePair.Load(directory).ToCertificate();
    return await ApplicationClient.ConnectAsync(certificate, address, interrupt.Token);
}

async Task<ApplicationClient> ByIdAsync(string id)
{
    await using var skein = SkeinClient.Open();
    return await skein.ConnectAsync(id, interrupt.Token);
}
