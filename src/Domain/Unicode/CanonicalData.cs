using System.Globalization;

namespace ObsControlPlane.Domain.Unicode;

/// <summary>Combining classes, decompositions and compositions, read once from <c>canonical.txt</c> beside this file.</summary>
internal static class CanonicalData
{
    private static readonly Dictionary<int, byte> Classes = [];

    static CanonicalData()
    {
        using var lines = new StreamReader(typeof(CanonicalData).Assembly.GetManifestResourceStream("canonical.txt")!);
        while (lines.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            switch (fields[0])
            {
                case "c":
                    for (var point = Point(fields[1]); point <= Point(fields[2]); point++)
                        Classes[point] = byte.Parse(fields[3], CultureInfo.InvariantCulture);
                    break;
                case "p":
                    Compositions[(Point(fields[2]), Point(fields[3]))] = Point(fields[1]);
                    goto case "d";
                case "d":
                    Decompositions[Point(fields[1])] = [.. fields.Skip(2).Select(Point)];
                    break;
            }
        }
    }

    /// <summary>The next step of a character's canonical decomposition, one or two characters; Hangul syllables are worked out instead.</summary>
    internal static Dictionary<int, int[]> Decompositions { get; } = [];

    /// <summary>The character that two make.</summary>
    internal static Dictionary<(int First, int Second), int> Compositions { get; } = [];

    /// <summary>The canonical combining class, 0 for a base.</summary>
    internal static byte ClassOf(int point) => point < '\u0300' ? (byte)0 : Classes.GetValueOrDefault(point);

    private static int Point(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
