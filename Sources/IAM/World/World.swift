public import SourceText
import Synchronization

/// Who and what exists: the accounts that a question lists. Accounts that are not listed are strangers, of whom
/// nothing is known. It never changes.
public final class World: Sendable {
    /// The listed accounts.
    public let accounts: [Account]
    /// How they hang together; `nil` without AWS Organizations.
    public let organization: Organization?
    /// The VPC endpoints with policies of their own, by id.
    public let vpcEndpoints: [Text: Policy]

    private let accountPlaces: [Text: Int]?
    private let resources: ResourceIndex
    /// The account and the user to whom each access key belongs, by the key's id.
    private let keyOwners: [Text: (account: AccountID, user: Text)]
    /// The unique ids of all users and roles.
    let uniqueIDs: Set<Text>
    private let foundUnknown = Mutex<[UnknownPrincipal]?>(nil)

    /// Makes a set of accounts.
    public init(
        accounts: [Account] = [], organization: Organization? = nil, vpcEndpoints: [Text: Policy] = [:]
    ) {
        self.accounts = accounts
        self.organization = organization
        self.vpcEndpoints = vpcEndpoints
        accountPlaces = FirstPlaces.of(accounts) { $0.id.text }
        resources = ResourceIndex(accounts)
        var owners: [Text: (account: AccountID, user: Text)] = [:]
        for account in accounts {
            for user in account.users {
                for key in user.accessKeys where owners[key] == nil { owners[key] = (account.id, user.pathAndName) }
            }
        }
        keyOwners = owners
        uniqueIDs = Set(accounts.flatMap { $0.users.compactMap(\.uniqueID) + $0.roles.compactMap(\.uniqueID) })
    }

    /// The principals of the accounts' own policies whom nobody can be, found once for all questions that share the accounts.
    public var unknownPrincipals: [UnknownPrincipal] {
        foundUnknown.withLock { known in
            let all = known ?? allUnknownPrincipals()
            known = all
            return all
        }
    }

    /// The account with an id, if it is listed.
    public func account(_ id: AccountID) -> Account? {
        accounts.first(named: id.text, by: \.id.text, accountPlaces)
    }

    /// The listed user with an ARN.
    public func user(_ arn: ARN) -> User? {
        guard let account = arn.accountID, let name = arn.resource(ofType: "user") else { return nil }
        return self.account(account)?.user(named: name)
    }

    /// The ARN of the user to whom an access key belongs, by the key's id.
    public func user(ofAccessKey id: Text) -> ARN? {
        keyOwners[id].map { owner in
            ARN(partition: "aws", service: "iam", account: owner.account, resource: Text("user/\(owner.user)"))
        }
    }

    /// The listed role with an ARN.
    public func role(_ arn: ARN) -> Role? {
        guard let account = arn.accountID, let name = arn.resource(ofType: "role") else { return nil }
        return self.account(account)?.role(named: name)
    }

    /// The listed resources that an ARN names or belongs to, such as an object and its bucket: itself first.
    public func resources(holding arn: ARN) -> [(account: Account, resource: Resource)] {
        resources.all(holding: arn)
    }

    /// The nearest listed resource that an ARN names or belongs to, such as the bucket of an object.
    public func resource(_ arn: ARN) -> (account: Account, resource: Resource)? {
        resources.all(holding: arn).first
    }
}

/// An AWS account.
public struct Account: Sendable {
    /// The name under which the question lists it.
    public let name: String
    /// Its number.
    public let id: AccountID
    /// Its IAM users.
    public let users: [User]
    /// Its roles.
    public let roles: [Role]
    /// Names of roles and users that are said not to exist.
    public let absent: Set<Text>
    /// Resources with policies or tags of their own.
    public let resources: [Resource]
    /// The identity providers whose tokens its roles may trust.
    public let oidcProviders: [OIDCProvider]
    /// The identity providers whose assertions its roles may trust.
    public let samlProviders: [SAMLProvider]
    /// The regions in which the account has deactivated the Security Token Service (STS-37).
    public let disabledRegions: [Text]

    private let userPlaces: [Text: Int]?
    private let rolePlaces: [Text: Int]?
    private let rolePlacesByLastName: [Text: Int]?

    /// Makes an account.
    /// - Parameters:
    ///   - name: how answers call it; its number where none is given.
    ///   - absent: roles and users that do not exist, as `role/NAME` and `user/NAME`.
    public init(
        name: String? = nil, id: AccountID, users: [User] = [], roles: [Role] = [], absent: Set<Text> = [],
        resources: [Resource] = [], oidcProviders: [OIDCProvider] = [], samlProviders: [SAMLProvider] = [],
        disabledRegions: [Text] = []
    ) {
        self.name = name ?? id.text.string
        self.id = id
        self.users = users
        self.roles = roles
        self.absent = absent
        self.resources = resources
        self.oidcProviders = oidcProviders
        self.samlProviders = samlProviders
        self.disabledRegions = disabledRegions
        userPlaces = FirstPlaces.of(users, by: \.pathAndName)
        rolePlaces = FirstPlaces.of(roles, by: \.pathAndName)
        rolePlacesByLastName = FirstPlaces.of(roles, by: \.name)
    }

    /// Makes an account of a number.
    public init(
        _ number: Text, users: [User] = [], roles: [Role] = [], resources: [Resource] = []
    ) throws(MalformedAccountID) {
        guard let id = AccountID(number) else { throw MalformedAccountID(text: number) }
        self.init(id: id, users: users, roles: roles, resources: resources)
    }

    /// The user whose ARN ends in a path and name.
    public func user(named name: Text) -> User? {
        users.first(named: name, by: \.pathAndName, userPlaces)
    }

    /// The role whose ARN ends in a path and name, or, without a path, the one of that name (PR-3).
    public func role(named name: Text) -> Role? {
        roles.first(named: name, by: \.pathAndName, rolePlaces)
    }

    /// The first role of a name, whatever its path.
    public func role(withLastName name: Text) -> Role? {
        roles.first(named: name, by: \.name, rolePlacesByLastName)
    }
}

/// An IAM user.
public struct User: Sendable {
    /// Path and name, such as `division/ann`.
    public let pathAndName: Text
    /// The unique id, `AIDA…`, where it is given.
    public let uniqueID: Text?
    /// The policies of the user and of its groups.
    public let policies: [Policy]
    /// What the user may do at most.
    public let permissionsBoundary: Policy?
    /// The user's tags.
    public let tags: Tags
    /// The user's devices for multi-factor authentication; `nil` where nothing is said of them.
    public let mfaDevices: [MFADevice]?
    /// The ids of the user's access keys, such as `AKIAIOSFODNN7EXAMPLE`.
    public let accessKeys: [Text]

    /// Makes a user.
    public init(
        _ pathAndName: Text, uniqueID: Text? = nil, policies: [Policy] = [], permissionsBoundary: Policy? = nil,
        tags: Tags = Tags(), mfaDevices: [MFADevice]? = nil, accessKeys: [Text] = []
    ) {
        self.pathAndName = pathAndName
        self.uniqueID = uniqueID
        self.policies = policies
        self.permissionsBoundary = permissionsBoundary
        self.tags = tags
        self.mfaDevices = mfaDevices
        self.accessKeys = accessKeys
    }
}

/// A device for multi-factor authentication.
public struct MFADevice: Sendable {
    /// The serial number: the ARN of a virtual device, such as `arn:aws:iam::111122223333:mfa/ann`.
    public let serialNumber: Text
    /// The six digits that the device shows; `nil` where any are taken to be right.
    public let code: Text?

    /// Makes a device.
    public init(serialNumber: Text, code: Text?) {
        self.serialNumber = serialNumber
        self.code = code
    }
}

/// An IAM role.
public struct Role: Sendable {
    /// Path and name, such as `application/deploy`.
    public let pathAndName: Text
    /// The unique id, `AROA…`, where it is given.
    public let uniqueID: Text?
    /// Who may assume the role; without it nobody may.
    public let trust: Policy?
    /// What its sessions may do.
    public let policies: [Policy]
    /// What its sessions may do at most.
    public let permissionsBoundary: Policy?
    /// The role's tags.
    public let tags: Tags
    /// How long a session may last at most, in seconds (STS-90).
    public let maxSessionDuration: Int

    /// Makes a role.
    public init(
        _ pathAndName: Text, uniqueID: Text? = nil, trust: Policy? = nil, policies: [Policy] = [],
        permissionsBoundary: Policy? = nil, tags: Tags = Tags(), maxSessionDuration: Int = 3_600
    ) {
        self.pathAndName = pathAndName
        self.uniqueID = uniqueID
        self.trust = trust
        self.policies = policies
        self.permissionsBoundary = permissionsBoundary
        self.tags = tags
        self.maxSessionDuration = maxSessionDuration
    }

    /// The name without the path.
    public var name: Text { pathAndName.suffix(behindLast: "/") }

    /// The role's ARN.
    public func arn(in account: AccountID, partition: Text) -> ARN {
        ARN(partition: partition, service: "iam", account: account, resource: Text("role/\(pathAndName)"))
    }
}

/// A resource other than a role, such as a bucket.
public struct Resource: Sendable {
    /// Its ARN.
    public let arn: ARN
    /// Its policy, if it has one.
    public let policy: Policy?
    /// The grants of a KMS key, each as a policy that allows what it grants (SV-10).
    public let grants: [Policy]
    /// Its tags.
    public let tags: Tags

    /// Makes a resource.
    public init(arn: ARN, policy: Policy? = nil, grants: [Policy] = [], tags: Tags = Tags()) {
        self.arn = arn
        self.policy = policy
        self.grants = grants
        self.tags = tags
    }
}
