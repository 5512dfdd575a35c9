namespace Skein.Hadoop.Logs.TFile;

/// <summary>Where a block lies in a TFile.</summary>
/// <param name="Offset">Bytes from the start of the file.</param>
/// <param name="CompressedLength">Bytes in the file.</param>
/// <param name="Length">Bytes uncompressed.</param>
internal readonly record struct TFileRegion(long Offset, long CompressedLength, long Length);
