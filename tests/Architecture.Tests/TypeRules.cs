using System.Reflection;
using FluentValidation;
using MediatR;

namespace ObsControlPlane.Architecture.Tests;

/// <summary>Rules read from compiled types. Each gives a sentence per violation.</summary>
internal static class TypeRules
{
    public static IEnumerable<string> PublicAdapters(IEnumerable<Type> types) =>
        from type in types
        where type.IsPublic && type.Name != "InfrastructureServices"
        select $"{type.FullName} is public; adapters are internal";

    public static IEnumerable<string> RequestsWithoutOneHandlerAndValidator(IReadOnlyCollection<Type> types)
    {
        foreach (var request in types.Where(IsRequest))
        {
            var handlers = types.Count(type => Implements(type, typeof(IRequestHandler<,>), request));
            var validators = types.Count(type => Implements(type, typeof(IValidator<>), request));
            if (handlers != 1 || validators != 1)
                yield return $"{request.Name} has {handlers} handlers and {validators} validators; it needs one of each";
        }
    }

    public static IEnumerable<string> HandlersThatSend(IEnumerable<Type> types) =>
        from type in types
        where type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))
        from parameter in type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).SelectMany(made => made.GetParameters())
        where parameter.ParameterType == typeof(IMediator)
        select $"{type.Name} takes a mediator; handlers know ports and the domain only";

    public static IEnumerable<string> PortMembersWithoutToken(IEnumerable<Type> types) =>
        from type in types
        where type.IsInterface && type.Namespace?.EndsWith(".Ports", StringComparison.Ordinal) == true
        from method in type.GetMethods()
        where typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType.Name.StartsWith("IAsyncEnumerable", StringComparison.Ordinal)
        let last = method.GetParameters().LastOrDefault()
        where last?.ParameterType != typeof(CancellationToken) || last.HasDefaultValue
        select $"{type.Name}.{method.Name} does not end in a CancellationToken without a default";

    public static IEnumerable<string> WireTypesThatReferToThemselves(IEnumerable<Type> types) =>
        from type in types
        where type.Namespace?.EndsWith(".Wire", StringComparison.Ordinal) == true
        from property in type.GetProperties()
        where Unwrapped(property.PropertyType) == type
        select $"{type.Name}.{property.Name} refers to its own type";

    private static Type Unwrapped(Type type) => type.IsGenericType ? type.GetGenericArguments()[^1] : type.IsArray ? type.GetElementType()! : type;

    private static bool IsRequest(Type type) =>
        !type.IsAbstract && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRequest<>));

    private static bool Implements(Type type, Type open, Type argument) =>
        !type.IsAbstract && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == open && face.GetGenericArguments()[0] == argument);
}
