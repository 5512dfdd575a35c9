namespace Skein.Packer;

/// <summary>How far packing has come. Reports arrive in order, one for each stretch written (about 1 MiB of input).</summary>
/// <param name="Files">Entries written so far.</param>
/// <param name="TotalFiles">Entries the archive will have.</param>
/// <param name="BytesRead">Bytes of files in the archive so far, as they were when listed.</param>
/// <param name="TotalBytes">Bytes of all files, as they were when listed.</param>
/// <param name="BytesWritten">Bytes of archive written so far.</param>
/// <param name="Current">Path below the environment of the entry that was read last.</param>
public readonly record struct PackProgress(int Files, int TotalFiles, long BytesRead, long TotalBytes, long BytesWritten, string Current);
