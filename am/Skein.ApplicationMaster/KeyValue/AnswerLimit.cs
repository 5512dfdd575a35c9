using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Skein.Grpc;
using Skein.KeyValue;
using Skein.KeyValue.Operations;
using Skein.Protocol;

namespace Skein.ApplicationMaster.KeyValue;

/// <summary>Keeps answers within what one message may carry, before memory is spent on building them.</summary>
internal static class AnswerLimit
{
    /// <summary>Bytes of keys and values in one answer. gRPC clients accept 4 MiB unless they are told otherwise; the rest is for what
    /// surrounds these.</summary>
    public const int MaxSize = (4 * 1024 * 1024) - (64 * 1024);

    /// <summary>Bytes of a key and its value that an answer has room for.</summary>
    public const int MaxEntrySize = MaxSize - EntryOverhead;

    /// <summary>Bytes that an entry takes beside its key and value.</summary>
    private const int EntryOverhead = 8;

    /// <summary>Bytes that an owner takes beside its service's name.</summary>
    private const int OwnerOverhead = 16;

    /// <exception cref="GrpcException">INVALID_ARGUMENT: no answer and no event could ever carry the entry.</exception>
    public static void CheckEntry(PutKeyRequest request)
    {
        var size = (long)request.Value.Length + Encoding.UTF8.GetByteCount(request.Key);
        if (size <= MaxEntrySize)
            return;
        throw new GrpcException(
            GrpcStatusCode.InvalidArgument,
            $"The key '{Shorten(request.Key)}' and its value have {size} bytes; together they may have {MaxEntrySize}. Keep large data in files");
    }

    /// <param name="size">Bytes the answer would have, about.</param>
    /// <param name="outcome">What has been found or done, as the beginning of a sentence.</param>
    /// <exception cref="GrpcException">RESOURCE_EXHAUSTED: the answer would be too large.</exception>
    public static void Check(long size, string outcome)
    {
        if (size <= MaxSize)
            return;
        throw new GrpcException(
            GrpcStatusCode.ResourceExhausted,
            $"{outcome}, but the answer would have {size} bytes and may have {MaxSize}; ask for smaller ranges, for keys only, or for the count");
    }

    /// <summary>The same for a number of keys; the sentence is only made when it is needed.</summary>
    /// <param name="size">Bytes the answer would have, about.</param>
    /// <param name="outcome">What has been found or done, with <c>{0}</c> for the keys.</param>
    /// <param name="keys">How many keys.</param>
    /// <exception cref="GrpcException">RESOURCE_EXHAUSTED: the answer would be too large.</exception>
    public static void Check(long size, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string outcome, int keys)
    {
        if (size > MaxSize)
            Check(size, string.Format(CultureInfo.InvariantCulture, outcome, keys));
    }

    /// <summary>About how many bytes of an answer some entries take.</summary>
    public static long SizeOf(RangeResult result, bool keysOnly)
    {
        var size = 0L;
        foreach (var entry in result.Entries)
            size += SizeOf(entry) + (keysOnly ? 0 : entry.Value.Length);
        return size;
    }

    /// <summary>About how many bytes the key of an entry and its owner take.</summary>
    public static int SizeOf(KeyValueEntry entry) =>
        EntryOverhead + Encoding.UTF8.GetByteCount(entry.Key) + (entry.Owner is { } owner ? OwnerOverhead + Encoding.UTF8.GetByteCount(owner.Service) : 0);

    private static string Shorten(string key) => key.Length <= 100 ? key : $"{key[..100]}...";
}
