namespace Skein.Hadoop.Logs.TFile;

/// <summary>A key with its value, which is valid until the next record is asked for.</summary>
internal sealed record TFileRecord(byte[] Key, Stream Value);
