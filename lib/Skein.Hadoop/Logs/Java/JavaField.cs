namespace Skein.Hadoop.Logs.Java;

/// <summary>A field of a class.</summary>
/// <param name="Type">The letter Java gives a type: I and J for integers, L for objects, [ for arrays and so on.</param>
/// <param name="Name">Its name in the source code.</param>
internal readonly record struct JavaField(char Type, string Name);
