namespace Skein.Hadoop.Logs.IndexedFile;

/// <summary>One log file of one container in an indexed file.</summary>
/// <param name="FileName">Such as <c>stdout</c>.</param>
/// <param name="Offset">Where its compressed bytes start, from the start of the indexed file.</param>
/// <param name="CompressedLength">Bytes in the indexed file.</param>
/// <param name="Length">Bytes uncompressed.</param>
internal sealed record IndexedLogEntry(string FileName, long Offset, long CompressedLength, long Length);
