using DotNetClient;
using Skein.Client;
using Skein.Security;

// dotnet run -- HOST:PORT, as `skein status ID --json` names host and port of a running application.
if (args is not [var address])
{
    Console.Error.WriteLine("usage: dotnet run -- HOST:PORT");
    return 2;
}

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupt.Cancel();
};
var directory = CertificateFiles.ConfigurationDirectory(Environment.GetEnvironmentVariable);
using var certificate = CertificatePair.Load(directory).ToCertificate();
using var application = await ApplicationClient.ConnectAsync(certificate, address, interrupt.Token);
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
