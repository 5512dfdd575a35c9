using System.Security.Cryptography;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>A file that takes long enough to upload for something to happen meanwhile.</summary>
internal static class LargeFile
{
    private const int Mebibytes = 500;

    /// <summary>Writes it, and returns the SHA-256 of its content in lower-case hexadecimal.</summary>
    public static async Task<string> WriteAsync(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var block = new byte[1 << 20];
        for (var i = 0; i < Mebibytes; i++)
        {
            Random.Shared.NextBytes(block);
            hash.AppendData(block);
            await file.WriteAsync(block, TestContext.Current.CancellationToken);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
