// The Node SDKs of the clouds, unchanged, through the life of an attachment.
const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");
const { served } = require("./server");

const OpenApi = require("@alicloud/openapi-client");
const PopCore = require("@alicloud/pop-core");
const Ram = require("@alicloud/ram20150501");
const { GlobalCredentials } = require("@huaweicloud/huaweicloud-sdk-core");
// The published package's entry asks for a file that it does not have: its parts are asked for one by one.
const huawei = (name) => require(`@huaweicloud/huaweicloud-sdk-iam/v5/model/${name}`)[name];
const { IamClient } = require("@huaweicloud/huaweicloud-sdk-iam/v5/IamClient");
// Tencent Cloud publishes CAM only in the package of all its services: two of them are asked for by their folders.
const { Client: Cam } = require("tencentcloud-sdk-nodejs/tencentcloud/services/cam").cam.v20190116;
const { Client: Sts } = require("tencentcloud-sdk-nodejs/tencentcloud/services/sts").sts.v20180813;

let server;
before(async () => (server = await served()));
after(async () => assert.equal(await server.stop(), 0));

const may = (action, version) => ({ Version: version, Statement: [{ Effect: "Allow", Action: [action] }] });
const RAM_READ = JSON.stringify({
  Version: "1",
  Statement: [{ Effect: "Allow", Action: "ram:ListUsers", Resource: "*" }],
});
const CAM_READ = JSON.stringify({
  version: "2.0",
  statement: [{ effect: "allow", action: "cam:ListUsers", resource: "*" }],
});

for (const method of ["GET", "POST"]) {
  test(`pop-core by ${method}: a detached policy no longer allows`, async () => {
    const { access_key_id: id, access_key_secret: secret } = server.roots.alibaba;
    const speaking = (accessKeyId, accessKeySecret) =>
      new PopCore({ accessKeyId, accessKeySecret, endpoint: server.url, apiVersion: "2015-05-01" });
    const call = (who, action, given) => who.request(action, given, { method });
    const root = speaking(id, secret);
    const name = `alice-${method.toLowerCase()}`;
    const made = await call(root, "CreateUser", { UserName: name, Comments: "中 文*~!'()+%&=" });
    assert.equal(made.User.Comments, "中 文*~!'()+%&=");
    const { AccessKey: key } = await call(root, "CreateAccessKey", { UserName: name });
    const named = { PolicyType: "Custom", PolicyName: `Read${method}` };
    await call(root, "CreatePolicy", { PolicyName: named.PolicyName, PolicyDocument: RAM_READ });
    await call(root, "AttachPolicyToUser", { ...named, UserName: name });
    const alice = speaking(key.AccessKeyId, key.AccessKeySecret);
    assert.ok((await call(alice, "ListUsers", {})).Users.User.length);
    await call(root, "DetachPolicyFromUser", { ...named, UserName: name });
    await assert.rejects(call(alice, "ListUsers", {}), { code: "NoPermission" });
    await assert.rejects(call(root, "DetachPolicyFromUser", { ...named, UserName: name }), {
      code: "EntityNotExist.User.Policy",
    });
  });
}

test("ram20150501 (ACS3): a detached policy no longer allows", async () => {
  const speaking = (accessKeyId, accessKeySecret) =>
    new Ram.default(
      new OpenApi.Config({
        accessKeyId,
        accessKeySecret,
        endpoint: server.url.slice("http://".length),
        protocol: "HTTP",
      }),
    );
  const { access_key_id: id, access_key_secret: secret } = server.roots.alibaba;
  const root = speaking(id, secret);
  await root.createUser(new Ram.CreateUserRequest({ userName: "alice.acs3" }));
  const made = await root.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: "alice.acs3" }));
  const { accessKeyId, accessKeySecret } = made.body.accessKey;
  await root.createPolicy(new Ram.CreatePolicyRequest({ policyName: "ReadACS3", policyDocument: RAM_READ }));
  const named = { policyType: "Custom", policyName: "ReadACS3", userName: "alice.acs3" };
  await root.attachPolicyToUser(new Ram.AttachPolicyToUserRequest(named));
  const alice = speaking(accessKeyId, accessKeySecret);
  assert.equal((await alice.listUsers(new Ram.ListUsersRequest({}))).statusCode, 200);
  await root.detachPolicyFromUser(new Ram.DetachPolicyFromUserRequest(named));
  await assert.rejects(alice.listUsers(new Ram.ListUsersRequest({})), { code: "NoPermission" });
  const odd = new Ram.DetachPolicyFromUserRequest({ ...named, policyName: "P*~!'()" });
  await assert.rejects(root.detachPolicyFromUser(odd), { code: "InvalidParameter.PolicyName.InvalidChars" });
});

test("huaweicloud-sdk-iam: a detached policy no longer allows", async () => {
  const speaking = (ak, sk) =>
    IamClient.newBuilder()
      .withCredential(
        new GlobalCredentials().withAk(ak).withSk(sk).withDomainId(server.roots.huawei.account_id),
      )
      .withEndpoint(server.url)
      .build();
  const asked = (kind, fields) => Object.assign(new (huawei(kind))(), fields);
  const root = speaking(server.roots.huawei.access_key, server.roots.huawei.secret_key);
  const user = (
    await root.createUserV5(
      asked("CreateUserV5Request", { body: asked("CreateUserReqBody", { name: "alice", enabled: true }) }),
    )
  ).user;
  const key = (await root.createAccessKeyV5(asked("CreateAccessKeyV5Request", { userId: user.user_id }))).access_key;
  const policy = (
    await root.createPolicyV5(
      asked("CreatePolicyV5Request", {
        body: asked("CreatePolicyReqBody", {
          policy_name: "Read",
          policy_document: JSON.stringify(may("iam:users:listUsersV5", "5.0")),
        }),
      }),
    )
  ).policy;
  const named = (kind, body) =>
    asked(kind, {
      policyId: policy.policy_id,
      body: asked(body, { user_id: user.user_id }),
    });
  await root.attachUserPolicyV5(named("AttachUserPolicyV5Request", "AttachUserPolicyReqBody"));
  const alice = speaking(key.access_key_id, key.secret_access_key);
  assert.equal((await alice.listUsersV5(asked("ListUsersV5Request", {}))).users.length, 2);
  await root.detachUserPolicyV5(named("DetachUserPolicyV5Request", "DetachUserPolicyReqBody"));
  await assert.rejects(alice.listUsersV5(asked("ListUsersV5Request", {})), { errorCode: "PAP5.0001" });
});

for (const signMethod of ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"]) {
  for (const reqMethod of ["POST", "GET"]) {
    test(`tencentcloud-sdk-nodejs (${signMethod}) by ${reqMethod}: a detached policy no longer allows`, async () => {
      const endpoint = server.url.slice("http://".length);
      const profile = { signMethod, httpProfile: { protocol: "http://", endpoint, reqMethod } };
      const speaking = (Client, secretId, secretKey) => new Client({ credential: { secretId, secretKey }, profile });
      const root = speaking(Cam, server.roots.tencent.secret_id, server.roots.tencent.secret_key);
      const name = `alice-${signMethod}-${reqMethod}`;
      const { Uin, SecretId, SecretKey } = await root.AddUser({ Name: name, Remark: "中 文*~!'()+%&=", UseApi: 1 });
      assert.equal((await root.GetUser({ Name: name })).Remark, "中 文*~!'()+%&=");
      const read = { PolicyName: `Read-${signMethod}-${reqMethod}`, PolicyDocument: CAM_READ };
      const { PolicyId } = await root.CreatePolicy(read);
      await root.AttachUserPolicy({ PolicyId, AttachUin: Uin });
      const alice = speaking(Cam, SecretId, SecretKey);
      assert.ok((await alice.ListUsers({})).Data.length);
      await root.DetachUserPolicy({ PolicyId, DetachUin: Uin });
      await assert.rejects(alice.ListUsers({}), { code: "AuthFailure.UnauthorizedOperation" });
      await root.AttachUserPolicy({ PolicyId, AttachUin: Uin });
      assert.ok((await alice.ListUsers({})).Data.length);
      const told = await speaking(Sts, SecretId, SecretKey).GetCallerIdentity();
      assert.deepEqual([told.AccountId, told.UserId], [server.roots.tencent.uin, String(Uin)]);
      const wrong = speaking(Cam, SecretId, `${SecretKey}x`);
      await assert.rejects(wrong.ListUsers({}), { code: "AuthFailure.SignatureFailure" });
    });
  }
}
