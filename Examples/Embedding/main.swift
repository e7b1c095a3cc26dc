import IAM
import STS

let deployer = try Policy(
    json: """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::222233334444:role/Deploy"}]}
        """)
let trust = try Policy(
    json: """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
           "Action": ["sts:AssumeRole", "sts:TagSession"]}]}
        """, as: .trust)

let world = World(accounts: [
    try Account("111122223333", users: [User("ci", policies: [deployer])]),
    try Account("222233334444", roles: [Role("Deploy", trust: trust)]),
])
let plain = STSCall.assumeRole("arn:aws:iam::222233334444:role/Deploy", sessionName: "ci")
let tagged = STSCall.assumeRole("arn:aws:iam::222233334444:role/Deploy", sessionName: "ci", tags: ["team": "a"])

for call in [plain, tagged] {
    switch try world.answer(call, by: "arn:aws:iam::111122223333:user/ci").conclusion {
    case .allowed(let session): print("allowed:", session?.arn.description ?? "")
    case .denied(let denial): print("denied by \(denial.blockedBy.map(\.name)):", denial.error?.message ?? "")
    case .failed(let error): print("failed:", error.code)
    case .unknown(let open): print("unknown:", open.either)
    }
}
