namespace Skein.Packer.Environments;

/// <summary>A way by which Python finds modules outside of the environment.</summary>
/// <param name="File">The file below the environment that leads there.</param>
/// <param name="Module">Dotted name of the one module or package it leads to; null for all that a directory holds.</param>
/// <param name="Location">Absolute path of the module, package or directory.</param>
internal sealed record OutsideImport(string File, string? Module, string Location);
