namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>A container's files can not be brought. The message becomes its diagnostics.</summary>
internal sealed class LocalisationException(string message, Exception? inner = null) : Exception(message, inner);
