using System.Globalization;
using Google.Protobuf;
using Skein.Grpc;
using Skein.Protocol;
using Skein.Security;

namespace Skein.Benchmarks;

/// <summary>Fills the store of an application master, whose memory is then looked at from outside.</summary>
/// <remarks><c>kv-fill CERTIFICATES HOST PORT KEYS</c>: values of 100 bytes, in transactions of a thousand.</remarks>
internal static class FillPart
{
    private const int Batch = 1000;

    public static async Task<int> RunAsync(string[] arguments)
    {
        using var certificate = CertificatePair.Load(arguments[0]).ToCertificate();
        using var channel = new GrpcChannel(new GrpcChannelOptions
        {
            Certificate = certificate,
            Host = arguments[1],
            Port = int.Parse(arguments[2], CultureInfo.InvariantCulture),
        });
        var count = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        var value = ByteString.CopyFrom(new byte[100]);
        for (var i = 0; i < count; i += Batch)
        {
            var request = new TransactionRequest();
            for (var key = i; key < Math.Min(i + Batch, count); key++)
            {
                var put = new PutKeyRequest { Key = string.Create(CultureInfo.InvariantCulture, $"key-{key:D7}"), Value = value };
                request.OnSuccess.Add(new OpRequest { PutKey = put });
            }

            await channel.CallAsync(ApplicationMasterMethods.Transaction, request, TimeSpan.FromMinutes(1), CancellationToken.None);
        }

        return 0;
    }
}
